/** The Lambda's zip, read by another program than the one that writes it. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { zipFolder } from '../zip-folder.ts';

const files: Readonly<Record<string, Buffer>> = {
  'handler.mjs': Buffer.from('export const handler = 1;\n'.repeat(100)),
  'node_modules/ä/empty': Buffer.alloc(0),
  'sandbox.mjs': Buffer.from([0, 255, 1, 254]),
};
const names = Object.keys(files);

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'media-feed-zip-'));
});
afterAll(() => rm(home, { recursive: true }));

async function writeFolder(name: string, order: readonly string[]): Promise<string> {
  const folder = join(home, name);
  for (const file of order) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), files[file] ?? '');
  }
  return folder;
}

it('is the same bytes for the same files, whenever and in whatever order they were written', async () => {
  const first = await writeFolder('first', names);
  const second = await writeFolder('second', names.toReversed());
  await utimes(join(second, 'handler.mjs'), 0, 0);
  const zip = await zipFolder(first);

  expect(zip.equals(await zipFolder(second))).toBe(true);
  await writeFile(join(second, 'handler.mjs'), 'export const handler = 2;\n');
  expect(zip.equals(await zipFolder(second))).toBe(false);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('*** python3 is not on this machine: the zip is read by no other program. ***');
(hasPython ? it : it.skip)('unpacks to what was packed, readable to everybody', async () => {
  const folder = await writeFolder('packed', names);
  await chmod(join(folder, 'sandbox.mjs'), 0o700);
  const zip = join(home, 'a.zip');
  await writeFile(zip, await zipFolder(folder));
  const program =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2]); print([oct(i.external_attr >> 16) for i in z.infolist()])';
  const { stdout, stderr } = spawnSync('python3', ['-c', program, zip, join(home, 'out')], {
    encoding: 'utf8',
  });

  expect(stderr).toBe('');
  expect(stdout.trim()).toBe("['0o100644', '0o100644', '0o100755']");
  for (const name of names)
    expect((await readFile(join(home, 'out', name))).equals(files[name] ?? Buffer.alloc(1))).toBe(true);
});
