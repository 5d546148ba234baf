/** The digest costs no second read of what is read in order anyway: of every fixture, from its first byte to its last. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { defaultInspectionLimits } from '../src/inspect/inspection.ts';
import { bufferReader, countingReader } from '../src/inspect/ranged-reader.ts';
import { inspectAndPublish } from '../src/inspect-and-publish.ts';
import { UploadDigest } from '../src/upload-digest.ts';

it.each([
  ['photo.jpg', 'image/jpeg'],
  ['photo.heic', 'image/heic'],
  ['picture.png', 'image/png'],
  ['clip.mp4', 'video/mp4'],
  ['clip.mov', 'video/quicktime'],
  ['clip.webm', 'video/webm'],
  ['song.mp3', 'audio/mpeg'],
  ['song.flac', 'audio/flac'],
])('of %s nothing is read again', async (name, contentType) => {
  const bytes = await readFile(join(import.meta.dirname, 'fixtures', name));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  // Whoever publishes may write into what it has read: in the sandbox that is its own.
  const counted = countingReader(bufferReader(Buffer.from(bytes)));
  const digest = new UploadDigest(counted, () => undefined);
  const output = { accepted: () => undefined, write: () => Promise.resolve() };
  const result = await inspectAndPublish(digest.reader, { contentType }, defaultInspectionLimits, output);
  expect(result.outcome).toBe('READY');
  const before = counted.bytesRead;
  expect(await digest.complete(new AbortController().signal)).toBe(sha256);
  expect(counted.bytesRead).toBe(before);
});
