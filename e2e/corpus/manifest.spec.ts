import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readManifest } from './manifest.ts';

const columns = 'path\texpected\tmime\ttier\tclaimed_name\tclaimed_mime\tnote';
const rowOf = (path: string) => `${path}\tIMAGE\timage/png\tCORE\t${path}\timage/png\t`;

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-feed-corpus-'));
  await writeFile(join(folder, 'a.png'), 'x');
});
test.afterEach(() => rm(folder, { recursive: true }));

const readRows = async (...rows: string[]) => {
  await writeFile(join(folder, 'manifest.tsv'), `${rows.join('\n')}\n`);
  return readManifest(folder);
};

test('a manifest names its files', async () => {
  expect(await readRows(columns, rowOf('a.png'))).toMatchObject([{ path: 'a.png', tier: 'CORE' }]);
});

test('what is wrong with a corpus is said in a sentence', async () => {
  await expect(readManifest(folder)).rejects.toThrow(
    `${folder} has no manifest.tsv. Give a corpus with DIR=…`,
  );
  await expect(readRows('path\texpected', 'a.png\tIMAGE')).rejects.toThrow('has no column "mime"');
  await expect(readRows(columns, rowOf('a.png'), rowOf('b/b.png'), rowOf('c.png'))).rejects.toThrow(
    `2 of 3 files of the manifest are not in ${folder}, such as b/b.png`,
  );
});
