import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { removeFolder } from './remove-folder.ts';

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

it.each([
  ['works in it', (folder: string) => ({ args: [] as string[], cwd: folder })],
  ['was given a path in it', (folder: string) => ({ args: [join(folder, 'data')], cwd: tmpdir() })],
])('stays as long as a process %s', async (_what, how) => {
  const folder = await mkdtemp(join(tmpdir(), 'media-feed-removal-'));
  const { args, cwd } = how(folder);
  const late = `process.stdin.resume(); process.stdin.on('end', () => require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'late'))}, ''))`;
  const child = spawn(process.execPath, ['-e', `${late}; console.log('here')`, ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');

  const removal = removeFolder(folder);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await exists(folder)).toBe(true);
  child.stdin.end();
  await removal;
  expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(0);
  expect(await exists(folder)).toBe(false);
});
