import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { advisoriesOf, unexplained } from '../audit.ts';
import { allowedAdvisories } from '../audit-allowed.ts';
import { findSecrets, scanHistory } from '../secret-scan.ts';

const root = join(import.meta.dirname, '..', '..');

interface Package {
  license?: string;
  workspaces?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
interface Lock {
  packages: Record<
    string,
    Package & { version?: string; resolved?: string; integrity?: string; link?: boolean; inBundle?: boolean }
  >;
}
const readJson = async <T>(path: string) => JSON.parse(await readFile(join(root, path), 'utf8')) as T;
const dependenciesOf = ({ dependencies, devDependencies, optionalDependencies }: Package) =>
  Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });

describe('packages', () => {
  it('name the licence of the repository, in every workspace', async () => {
    const { workspaces = [] } = await readJson<Package>('package.json');
    const packages = await Promise.all(
      ['.', ...workspaces].map(async (name) => readJson<Package>(`${name}/package.json`)),
    );
    expect(packages.map(({ license }) => license)).toEqual(packages.map(() => 'MIT'));
  });

  it('are pinned to one version each, in every workspace', async () => {
    const { workspaces = [] } = await readJson<Package>('package.json');
    const files = ['package.json', ...workspaces.map((name) => `${name}/package.json`)];
    const loose: string[] = [];
    for (const file of files) {
      const dependencies = dependenciesOf(await readJson<Package>(file));
      const ranged = dependencies.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
      loose.push(...ranged.map(([name, version]) => `${file}: ${name} ${version}`));
    }
    expect(files.length).toBeGreaterThan(6);
    expect(loose).toEqual([]);
  });

  it('are those of the lock file, each with the digest of its content', async () => {
    const { packages } = await readJson<Lock>('package-lock.json');
    const { workspaces = [] } = await readJson<Package>('package.json');
    for (const workspace of workspaces) {
      const wanted = dependenciesOf(await readJson<Package>(`${workspace}/package.json`));
      expect(dependenciesOf(packages[workspace] ?? {}).sort()).toEqual(wanted.sort());
    }
    const fetched = Object.entries(packages).filter(
      ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
    );
    expect(fetched.length).toBeGreaterThan(300);
    expect(
      fetched.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-')).map(([path]) => path),
    ).toEqual([]);
  });
});

describe('actions', () => {
  it('are pinned by commit: whoever moves a tag runs in no workflow of ours', async () => {
    const folder = join(root, '.github', 'workflows');
    const used: string[] = [];
    for (const file of await readdir(folder)) {
      const workflow = await readFile(join(folder, file), 'utf8');
      used.push(...[...workflow.matchAll(/\buses:\s*(\S+)/g)].map(([, action = '']) => `${file}: ${action}`));
    }

    expect(used.length).toBeGreaterThan(10);
    // Those of the repository itself are of the same commit.
    expect(used.filter((action) => !/: \.\/|@[\da-f]{40}$/.test(action))).toEqual([]);
  });
});

describe('the audit', () => {
  const report = {
    vulnerabilities: {
      left: {
        severity: 'high',
        via: [{ url: 'https://github.com/advisories/GHSA-1', title: 'Bad', severity: 'high' }],
      },
      right: { severity: 'high', via: ['left'] },
    },
  };

  it('knows each advisory once, and a registry that does not answer', () => {
    expect(advisoriesOf(report)).toEqual([{ id: 'GHSA-1', package: 'left', severity: 'high', title: 'Bad' }]);
    expect(advisoriesOf({ vulnerabilities: {} })).toEqual([]);
    expect(advisoriesOf({ error: { code: 'ENOTFOUND' } })).toBeUndefined();
  });

  it('lets an advisory pass until its day, and no longer', () => {
    const advisories = advisoriesOf(report) ?? [];
    const allowed = [{ advisory: 'GHSA-1', reason: 'Never reached', expires: '2026-06-01' }];
    expect(unexplained(advisories, allowed, '2026-05-31')).toEqual([]);
    expect(unexplained(advisories, allowed, '2026-06-01')).toHaveLength(1);
    expect(unexplained(advisories, [], '2026-05-31')).toHaveLength(1);
  });

  it('has a reason and a day for everything that it lets pass', () => {
    for (const { advisory, reason, expires } of allowedAdvisories) {
      expect(advisory).toMatch(/^GHSA-/);
      expect(reason.length).toBeGreaterThan(20);
      expect(expires).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });
});

describe('secrets', () => {
  // Put together here, so that this file itself holds none.
  const planted = {
    'AWS access key': ['AKIA', 'ABCDEFGH234567IJ'].join(''),
    'private key': ['-----BEGIN', 'PRIVATE KEY-----'].join(' '),
    'GitHub token': `ghp_${'a1B2'.repeat(9)}`,
    'JSON web token': ['eyJhbGciOiJIUzI1NiIs', 'eyJzdWIiOiIxMjM0NTY3', 'a'.repeat(43)].join('.'),
    'password in a URL': ['postgres://feed', 'hunter22@db.example.org/feed'].join(':'),
    'assigned secret': `JWT_SECRET=${'k3J9'.repeat(8)}`,
  };

  it.each(Object.entries(planted))('are found: %s', (name, secret) => {
    const findings = findSecrets(`before\n${secret}\nafter`);
    expect(findings.map((finding) => finding.secret)).toEqual([name]);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  describe('of a repository', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'media-feed-history-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    const git = (...args: string[]) => {
      const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
      expect(spawnSync('git', [...identity, ...args], { cwd: folder }).status).toBe(0);
    };
    const commit = async (content: string) => {
      await writeFile(join(folder, 'settings.txt'), `key=${content}\n`);
      git('add', '.');
      git('commit', '-q', '-m', 'Change the settings');
    };
    const scan = (root: string) => {
      const program = join(import.meta.dirname, '..', 'secret-scan.ts');
      const { status, stderr } = spawnSync(process.execPath, [program, root], { encoding: 'utf8' });
      return { status, stderr };
    };

    it('are found where they stood once and were taken away', async () => {
      git('init', '-q');
      for (const content of [planted['AWS access key'], 'nothing to see']) await commit(content);

      const findings = await scanHistory(folder);

      expect([...findings.keys()]).toEqual([expect.stringMatching(/^settings\.txt \([0-9a-f]{12}\)$/)]);
      expect(scan(folder).status).toBe(1);
    });

    it('are not believed to be absent where there is no history', () => {
      expect(scan(folder)).toEqual({
        status: 1,
        stderr: expect.stringMatching(/not looked for.*not a git repository/i),
      });
    });

    it('are not believed to be absent where a part of the history is missing', async () => {
      git('init', '-q', 'whole');
      await writeFile(join(folder, 'whole', 'a.txt'), 'first');
      git('-C', 'whole', 'add', '.');
      for (const message of ['first', 'second'])
        git('-C', 'whole', 'commit', '-q', '--allow-empty', '-m', message);
      git('clone', '-q', '--depth', '1', `file://${join(folder, 'whole')}`, 'shallow');

      expect(scan(join(folder, 'whole'))).toEqual({ status: 0, stderr: '' });
      expect(scan(join(folder, 'shallow'))).toEqual({
        status: 1,
        stderr: expect.stringContaining('shallow'),
      });
    });
  });
});
