import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bufferReader, countingReader, type RangedReader } from './inspect/ranged-reader.ts';
import { UploadDigest } from './upload-digest.ts';

const MiB = 1024 * 1024;
const file = Buffer.from(
  Uint8Array.from({ length: 19 * MiB + 3 }, (_, index) => (index * 31) ^ (index >> 9)),
);
const right = createHash('sha256').update(file).digest('hex');
const never = new AbortController().signal;

function digestOf(source: RangedReader) {
  const released: number[] = [];
  const digest = new UploadDigest(source, ({ length }) => void released.push(length));
  return { digest, released };
}

describe('the digest of an upload', () => {
  it.each<[string, readonly (readonly [offset: number, length: number])[]]>([
    ['nothing', []],
    ['all of it', [[0, file.length]]],
    ['the beginning', [[0, 100]]],
    [
      'the beginning, twice and overlapping',
      [
        [0, 100],
        [0, 100],
        [50, 200],
        [0, 10],
      ],
    ],
    [
      'what leaves a gap',
      [
        [0, 100],
        [200, 100],
      ],
    ],
    ['the end', [[file.length - 10, 10]]],
    [
      'beyond the end',
      [
        [0, 100],
        [file.length + 5, 10],
      ],
    ],
  ])('is that of the whole file where %s was read before', async (_what, reads) => {
    const { digest } = digestOf(bufferReader(file));
    for (const [offset, length] of reads) await digest.reader.read(offset, length);
    expect(await digest.complete(never)).toBe(right);
  });

  it('reads nothing again of what was read in order, and gives back what it reads itself', async () => {
    const counted = countingReader(bufferReader(file));
    const { digest, released } = digestOf(counted);
    for (let offset = 0; offset < 10 * MiB; offset += MiB) await digest.reader.read(offset, MiB);
    const before = counted.bytesRead;
    await digest.complete(never);
    expect(counted.bytesRead - before).toBe(file.length - 10 * MiB);
    expect(released.reduce((sum, bytes) => sum + bytes, 0)).toBe(file.length - 10 * MiB);
  });

  it('is right where later bytes come sooner, which are not read again either', async () => {
    const waiting: (() => void)[] = [];
    const backwards: RangedReader = {
      size: file.length,
      read: (offset, length) =>
        new Promise((resolve) => {
          waiting.push(() => resolve(file.subarray(offset, offset + length)));
        }),
    };
    const { digest, released } = digestOf(backwards);
    const half = Math.ceil(file.length / 2);
    const reads = [0, half].map((offset) => digest.reader.read(offset, half));
    for (const answer of waiting.reverse()) answer();
    expect(Buffer.concat(await Promise.all(reads)).equals(file)).toBe(true);
    expect(await digest.complete(never)).toBe(right);
    expect(released).toEqual([]);
  });

  it('of an empty file is known too', async () => {
    const { digest } = digestOf(bufferReader(new Uint8Array(0)));
    expect(await digest.complete(never)).toBe(createHash('sha256').digest('hex'));
  });

  it('ends with its signal, and with its reader', async () => {
    const reason = new Error('no time left');
    await expect(digestOf(bufferReader(file)).digest.complete(AbortSignal.abort(reason))).rejects.toBe(
      reason,
    );
    const unavailable = new Error('storage is unavailable');
    const failing: RangedReader = { size: file.length, read: () => Promise.reject(unavailable) };
    await expect(digestOf(failing).digest.complete(never)).rejects.toBe(unavailable);
    const short: RangedReader = { size: 10, read: () => Promise.resolve(new Uint8Array(0)) };
    await expect(digestOf(short).digest.complete(never)).rejects.toThrow('fewer bytes');
  });
});
