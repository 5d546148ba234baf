import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bufferReader, countingReader } from './inspect/ranged-reader.ts';
import { readAhead } from './read-ahead.ts';

const KiB = 1024;
const file = randomBytes(9 * KiB * KiB + 123);

describe('readAhead', () => {
  it('gives the same bytes, whatever is read in whatever order', async () => {
    const range = fc.tuple(fc.nat({ max: file.length + 10 }), fc.nat({ max: 3 * KiB * KiB }));
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 30 }), async (ranges) => {
        const reader = readAhead(bufferReader(file));
        for (const [offset, length] of ranges) {
          const bytes = await reader.read(offset, length);
          expect(file.subarray(offset, offset + length).equals(bytes)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('reads a whole file in few requests and each byte once', async () => {
    const source = countingReader(bufferReader(file));
    const reader = readAhead(source);

    for (let offset = 0; offset < file.length; offset += 1000) await reader.read(offset, 1000);

    expect(source.bytesRead).toBe(file.length);
    expect(source.requests).toBeLessThan(15);
  });

  it('reads two interleaved walks without reading either again', async () => {
    const source = countingReader(bufferReader(file));
    const reader = readAhead(source);
    const half = Math.floor(file.length / 2);

    for (let offset = 0; offset + 5000 < half; offset += 5000) {
      await reader.read(offset, 5000);
      await reader.read(half + offset, 5000);
    }

    // The first walk runs on into the second's part before it knows that it ends there.
    expect(source.bytesRead).toBeLessThan(file.length * 2);
  });

  it('fetches little for somebody who jumps', async () => {
    const source = countingReader(bufferReader(file));
    const reader = readAhead(source);

    for (const offset of [0, 8_000_000, 4_000_000]) await reader.read(offset, 16);

    expect(source.bytesRead).toBe(3 * 64 * KiB);
  });

  it('asks for several pieces at once when the walk is under way', async () => {
    let pending = 0;
    let most = 0;
    const slow = {
      size: file.length,
      read: async (offset: number, length: number) => {
        most = Math.max(most, ++pending);
        await new Promise((resolve) => setImmediate(resolve));
        pending -= 1;
        return file.subarray(offset, offset + length);
      },
    };
    const reader = readAhead(slow);

    for (let offset = 0; offset < file.length; offset += 100_000) await reader.read(offset, 100_000);

    expect(most).toBeGreaterThanOrEqual(3);
  });

  it('passes a failure on to whoever reads there', async () => {
    const failing = { size: 100, read: () => Promise.reject(new Error('no storage')) };

    await expect(readAhead(failing).read(0, 10)).rejects.toThrow('no storage');
  });
});
