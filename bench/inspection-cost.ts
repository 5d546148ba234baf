/** Bytes and requests that it takes to know what a file is: small files, and the same formats at 5 GB. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaTypeOfFileName } from '@media-feed/contract';
import { inspect } from '../lambda/src/inspect/inspect.ts';
import { defaultInspectionLimits } from '../lambda/src/inspect/inspection.ts';
import { countingReader, fileReader, type RangedReader } from '../lambda/src/inspect/ranged-reader.ts';
import { largeBytes, largeFiles } from '../lambda/test/inspect/large-files.ts';
import { atMost, spreadOf } from './figures.ts';
import { judged, writeRow } from './results.ts';

const limits = {
  ...defaultInspectionLimits,
  maxUploadBytes: { IMAGE: largeBytes, VIDEO: largeBytes, AUDIO: largeBytes },
  maxDurationSeconds: Infinity,
};
const folder = join(import.meta.dirname, '..', 'lambda', 'test', 'fixtures');

for (const fileName of (await readdir(folder)).sort()) {
  const contentType = mediaTypeOfFileName(fileName);
  if (!contentType) continue;
  const reader = await fileReader(join(folder, fileName));
  await measure(fileName, reader, contentType);
  await reader.close();
}
for (const { name, reader, contentType } of largeFiles) await measure(name, reader, contentType);

async function measure(name: string, reader: RangedReader, contentType: string): Promise<void> {
  const counted = countingReader(reader);
  const { outcome } = await inspect(counted, { contentType }, limits);
  const size = reader.size === largeBytes ? '5 GiB' : `${(reader.size / 1024).toFixed(0)} KiB`;
  const kib = counted.bytesRead / 1024;
  const row = {
    what: `first look at ${name}, ${size}, KiB read`,
    gives: 'what a file costs that is rejected at the first look',
    result: `${kib.toFixed(0)} in ${String(counted.requests)} requests, ${outcome}`,
    rounds: 1,
  };
  await writeRow(`inspect ${name}`, judged(row, spreadOf([kib]), atMost(256)));
}
