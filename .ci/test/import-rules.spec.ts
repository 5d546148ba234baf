/** Each rule about imports fails on a probe: a small tree beside the repository, with its packages and its rules. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');

/** A file that nobody would write, and what it imports: a package, or a file of the repository by its path. */
interface Probe {
  readonly rule: string;
  readonly file: string;
  readonly imports: string;
}

const service = 'backend/src/feed/search.service.ts';
const repository = 'backend/src/feed/feed.repository.ts';
const config = 'backend/src/config/config.ts';

const probes: readonly Probe[] = [
  {
    rule: 'frontend-base-ui-stays-in-components',
    file: 'frontend/src/features/feed/components/probe.tsx',
    imports: '@base-ui/react/menu',
  },
  { rule: 'nothing-unresolved', file: 'seed/src/probe.ts', imports: './nowhere.ts' },
  { rule: 'nothing-undeclared', file: 'backend/src/reconciliation/probe.ts', imports: 'semver' },
  { rule: 'nothing-undeclared', file: 'backend/test/probe.spec.ts', imports: 'semver' },
  {
    rule: 'nothing-shipped-needs-dev-dependencies',
    file: 'backend/src/logging/probe.ts',
    imports: 'pino-pretty',
  },
  { rule: 'programs-meet-in-the-contract', file: 'backend/src/probe.ts', imports: 'lambda/src/config.ts' },
  { rule: 'programs-meet-in-the-contract', file: 'infrastructure/src/probe.ts', imports: config },
  {
    rule: 'uploader-by-its-entry-point',
    file: 'frontend/src/app/probe.ts',
    imports: 'uploader/src/upload-engine.ts',
  },
  { rule: 'contract-imports-nobody', file: 'contract/src/probe.ts', imports: config },
  { rule: 'testing-and-seed-import-no-program', file: 'testing/src/probe.ts', imports: config },
  { rule: 'e2e-looks-from-outside', file: 'e2e/http/probe.spec.ts', imports: config },
  {
    rule: 'nothing-shipped-imports-tests',
    file: 'backend/src/probe-two.ts',
    imports: 'testing/src/users.ts',
  },
  {
    rule: 'nothing-imports-a-spec',
    file: 'backend/test/probe-two.spec.ts',
    imports: 'backend/src/batching/batcher.spec.ts',
  },
  {
    rule: 'typeorm-stays-in-the-database-layer',
    file: 'backend/src/likes/probe.service.ts',
    imports: 'typeorm',
  },
  {
    rule: 'aws-sdk-stays-at-the-edges',
    file: 'backend/src/uploads/probe.service.ts',
    imports: '@aws-sdk/client-s3',
  },
  {
    rule: 'fastify-stays-in-http',
    file: 'backend/src/users/probe.service.ts',
    imports: '@fastify/cookie',
  },
  {
    rule: 'controllers-do-not-reach-past-services',
    file: 'backend/src/feed/probe.controller.ts',
    imports: repository,
  },
  { rule: 'repositories-do-not-reach-up', file: 'backend/src/feed/probe.repository.ts', imports: service },
  { rule: 'shared-imports-no-feature', file: 'backend/src/http/probe.ts', imports: service },
  {
    rule: 'shared-imports-no-feature',
    file: 'backend/src/rate-limiting/probe.ts',
    imports: 'backend/src/media/media.service.ts',
  },
  { rule: 'media-imports-no-feature', file: 'backend/src/media/probe.ts', imports: service },
  {
    rule: 'features-meet-by-what-modules-export',
    file: 'backend/src/reconciliation/probe-two.ts',
    imports: service,
  },
  { rule: 'entities-know-entities', file: 'backend/src/likes/probe.entity.ts', imports: service },
  {
    rule: 'repositories-stay-at-home',
    file: 'backend/src/reconciliation/probe-three.ts',
    imports: repository,
  },
  {
    rule: 'repositories-stay-at-home',
    file: 'backend/src/reconciliation/probe-four.ts',
    imports: 'backend/src/media/media.repository.ts',
  },
  {
    rule: 'frontend-lib-and-components-are-the-base',
    file: 'frontend/src/components/probe.ts',
    imports: 'frontend/src/app/app.tsx',
  },
  {
    rule: 'frontend-lib-and-components-are-the-base',
    file: 'frontend/src/lib/probe-two.ts',
    imports: 'frontend/src/features/likes/likes.ts',
  },
  {
    rule: 'frontend-components-are-dumb',
    file: 'frontend/src/components/probe-two.ts',
    imports: 'frontend/src/lib/session/session-context.ts',
  },
  {
    rule: 'frontend-features-stand-alone',
    file: 'frontend/src/features/uploads/probe.ts',
    imports: 'frontend/src/features/likes/likes.ts',
  },
  {
    rule: 'frontend-lib-below-components',
    file: 'frontend/src/lib/probe.ts',
    imports: 'frontend/src/components/button.tsx',
  },
  {
    rule: 'frontend-features-below-app',
    file: 'frontend/src/features/likes/probe.ts',
    imports: 'frontend/src/app/app.tsx',
  },
  { rule: 'uploader-knows-no-framework', file: 'uploader/src/probe.ts', imports: 'react' },
  { rule: 'inspect-is-pure', file: 'lambda/src/inspect/probe.ts', imports: 'lambda/src/storage.ts' },
];

/** What a feature may do. */
const allowed = [
  { file: 'backend/src/likes/probe-two.ts', imports: 'backend/src/events/events.service.ts' },
  { file: 'backend/src/likes/probe-three.ts', imports: 'backend/src/events/events.module.ts' },
  { file: 'backend/src/likes/probe-four.entity.ts', imports: 'backend/src/users/user.entity.ts' },
  { file: 'infrastructure/test/probe.spec.ts', imports: config },
];

const isPath = (imported: string) => imported.includes('/') && !/^[@.]/.test(imported);

let folder: string;
let broken: readonly { from: string; rule: { name: string } }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-feed-imports-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const { workspaces } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    workspaces: string[];
  };
  const settings = ['package.json', 'knip.config.js', 'Makefile'];
  for (const path of [...settings, ...workspaces.map((name) => join(name, 'package.json'))]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await copyFile(join(root, path), join(folder, path));
  }
  for (const { file, imports } of [...probes, ...allowed]) {
    if (isPath(imports)) await write(imports, 'export {};\n');
    const from = isPath(imports) ? relative(dirname(file), imports) : imports;
    await write(file, `import '${isPath(imports) && !from.startsWith('.') ? `./${from}` : from}';\n`);
  }
  await write('lambda/src/probe-one.ts', "import type { B } from './probe-two.ts';\nexport type A = B[];\n");
  await write('lambda/src/probe-two.ts', "import type { A } from './probe-one.ts';\nexport type B = A[];\n");
  const json = await run('depcruise', [
    ...['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'],
    ...workspaces,
  ]);
  ({
    summary: { violations: broken },
  } = JSON.parse(json) as { summary: { violations: typeof broken } });
});

afterAll(() => rm(folder, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

/** What it wrote; that it found something is no failure here. */
function run(program: string, args: readonly string[], { cwd = folder } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd, maxBuffer: 64 * 1024 * 1024 };
    execFile(join(root, 'node_modules', '.bin', program), args, options, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr, { cause: error }));
      else resolve(stdout);
    });
  });
}

const rulesBrokenBy = (file: string) =>
  broken.filter(({ from }) => from === file).map(({ rule }) => rule.name);

describe('the import rules', () => {
  it.each(probes)('$rule: $file must not import $imports', ({ rule, file, imports }) => {
    // Else the probe would prove nothing of this repository.
    if (isPath(imports)) expect(existsSync(join(root, imports))).toBe(true);

    expect(rulesBrokenBy(file)).toContain(rule);
  });

  it.each(allowed)('$file may import $imports', ({ file, imports }) => {
    expect(existsSync(join(root, imports))).toBe(true);
    expect(rulesBrokenBy(file)).toEqual([]);
  });

  it('no-cycles: types are no exception', () => {
    expect(rulesBrokenBy('lambda/src/probe-one.ts')).toEqual(['no-cycles']);
  });

  it('has a probe for each rule', () => {
    const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
      forbidden: { name: string }[];
    };
    const probed = new Set(['no-cycles', ...probes.map(({ rule }) => rule)]);
    expect(forbidden.map(({ name }) => name).filter((name) => !probed.has(name))).toEqual([]);
  });
});

/** Without types, which the rule does not need and which take a minute to know. */
const lint = `
  import { ESLint } from 'eslint';
  const eslint = new ESLint({
    overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }],
    ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-imports',
  });
  const text = "import { BadRequestException } from '@nestjs/common';";
  const files = process.argv.slice(1);
  const results = await Promise.all(files.map((filePath) => eslint.lintText(text, { filePath })));
  console.log(JSON.stringify(results.flat().map(({ messages }) => messages.map(({ ruleId }) => ruleId))));
`;

it('ESLint forbids HTTP exceptions in a feature, and not in http/', async () => {
  const files = [service, 'backend/src/reconciliation/probe.ts', 'backend/src/http/problem.filter.ts'];
  const json = await run('node', ['--input-type=module', '--eval', lint, '--', ...files], { cwd: root });

  expect(JSON.parse(json)).toEqual([['no-restricted-imports'], ['no-restricted-imports'], []]);
});

it('knip finds undeclared packages, files and exports that nobody uses', async () => {
  await write('backend/src/main.ts', "import { used } from './knip-probe.ts';\nused();\n");
  await write(
    'backend/src/knip-probe.ts',
    "import 'semver';\nexport const used = () => 1;\nexport const unused = 2;\n",
  );
  await write('backend/src/nobody.ts', 'export const nobody = 3;\n');

  const json = await run('knip', ['--no-progress', '--reporter', 'json']);
  const { issues } = JSON.parse(json) as {
    issues: { file: string; files: unknown[]; unlisted: { name: string }[]; exports: { name: string }[] }[];
  };
  const of = (file: string) => issues.find((issue) => issue.file === file);

  expect(of('backend/src/knip-probe.ts')).toMatchObject({
    unlisted: [{ name: 'semver' }],
    exports: [{ name: 'unused' }],
  });
  expect(of('backend/src/nobody.ts')?.files).toHaveLength(1);
});
