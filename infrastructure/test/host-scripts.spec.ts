/** What a host runs beside ECS, as it stands in the template, with other programs around it. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { find } from '../src/resolve.ts';
import { readTemplates } from '../src/stacks.ts';
import { textOf } from '../src/template.ts';
import { at, worldOf } from './rules/rule.ts';
import { findTool } from './support/find-tool.ts';

const { free, standard } = worldOf(await readTemplates());
const userDataOf = (stacks: typeof free) =>
  textOf(at(find(stacks, 'HostTemplate').Properties, 'LaunchTemplateData.UserData'));
const behindNginx = userDataOf(free);
const shellcheck = findTool('shellcheck');

/** Of a file that the host is given. */
function fileIn(userData: string, path: string): string {
  const [, rest = ''] = userData.split(`cat > ${path} <<'END'\n`);
  const [text = ''] = rest.split('\nEND\n');
  expect(text).not.toBe('');
  return `${text}\n`;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-feed-host-'));
});
afterEach(() => rm(folder, { recursive: true }));

(shellcheck ? it : it.skip)('scripts pass shellcheck, the whole and each that it writes', async () => {
  const scripts = [behindNginx, userDataOf(standard)].flatMap((userData) => [
    userData,
    ...['instance-id', 'take-address', 'watch-host'].map((name) =>
      fileIn(userData, `/usr/local/bin/${name}`),
    ),
  ]);
  for (const script of scripts) {
    const file = join(folder, 'script.sh');
    await writeFile(file, script);
    // A resolved condition compares constants.
    const { stdout } = spawnSync(shellcheck ?? '', ['--exclude=SC2157,SC2050,SC2078', file], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  }
});

describe('a host that serves nobody any more', () => {
  /** Runs the watch as often as that, while what is named does not answer. @returns what AWS was asked for */
  async function watch(times: number, silent: string, userData = behindNginx): Promise<string> {
    const program = async (name: string, text: string) => {
      const file = join(folder, name);
      await writeFile(file, `#!/bin/bash\n${text}\n`);
      await chmod(file, 0o755);
    };
    await program('docker', `[ '${silent}' != docker ]`);
    await program('curl', `[[ '${silent}' = '' || "$*" != *:${silent}/* ]]`);
    await program('aws', `echo "$*" >> '${join(folder, 'asked')}'`);
    await program('instance-id', 'echo i-1');
    const script = fileIn(userData, '/usr/local/bin/watch-host')
      .replaceAll('/run/watch-host', join(folder, 'state'))
      .replaceAll('/usr/local/bin/', `${folder}/`);
    await program('watch-host', script);
    for (let time = 0; time < times; time++) {
      const { status, stderr } = spawnSync(join(folder, 'watch-host'), {
        encoding: 'utf8',
        env: { PATH: `${folder}:${process.env.PATH ?? ''}` },
      });
      expect([status, stderr]).toEqual([0, '']);
    }
    return readFile(join(folder, 'asked'), 'utf8').catch(() => '');
  }

  it.each([
    ['Docker', 'docker'],
    ["ECS's agent", '51678'],
    ['nginx', '8081'],
  ])('asks to be replaced when %s has not answered for five minutes', async (_what, silent) => {
    expect(await watch(1, '')).toBe('');
    expect(await watch(4, silent)).toBe('');
    expect(await watch(1, silent)).toBe(
      'autoscaling set-instance-health --region eu-central-1 --instance-id i-1 --health-status Unhealthy\n',
    );
  });

  it('does not while it starts, however long that takes', async () => {
    expect(await watch(20, 'docker')).toBe('');
  });

  it('does not for what comes back', async () => {
    await watch(1, '');
    await watch(4, '8081');
    await watch(1, '');
    expect(await watch(4, '8081')).toBe('');
  });

  it('behind a load balancer has no nginx to look at', async () => {
    await watch(1, '', userDataOf(standard));
    expect(await watch(9, '8081', userDataOf(standard))).toBe('');
  });
});
