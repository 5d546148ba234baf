/** The Lambda's zip, read by another program than the one that writes it. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { makeZip } from '../src/deployment/zip.ts';
import { findTool } from './support/find-tool.ts';

const files = [
  { name: 'handler.mjs', bytes: Buffer.from('export const handler = 1;\n'.repeat(100)) },
  { name: 'node_modules/ä/empty', bytes: Buffer.alloc(0) },
  { name: 'cage.mjs', bytes: Buffer.from([0, 255, 1, 254]) },
];

it('is the same bytes for the same files, in whatever order they come, and others for others', () => {
  expect(makeZip(files.toReversed()).equals(makeZip(files))).toBe(true);
  const [first, ...rest] = files;
  expect(
    makeZip([{ ...first, name: 'handler.js', bytes: Buffer.alloc(1) }, ...rest]).equals(makeZip(files)),
  ).toBe(false);
});

const python = findTool('python3');
(python ? it : it.skip)('unpacks to what was packed, readable to everybody', async () => {
  const home = await mkdtemp(join(tmpdir(), 'media-feed-zip-'));
  try {
    const zip = join(home, 'a.zip');
    await writeFile(zip, makeZip(files));
    const program =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2]); print([oct(i.external_attr >> 16) for i in z.infolist()])';
    const { stdout, stderr } = spawnSync(python ?? '', ['-c', program, zip, join(home, 'out')], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout.trim()).toBe("['0o100644', '0o100644', '0o100644']");
    for (const { name, bytes } of files)
      expect((await readFile(join(home, 'out', name))).equals(bytes)).toBe(true);
  } finally {
    await rm(home, { recursive: true });
  }
});
