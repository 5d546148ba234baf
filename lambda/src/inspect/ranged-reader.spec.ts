import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bufferReader, countingReader, pagedReader } from './ranged-reader.ts';

const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

describe('pagedReader', () => {
  it('reads what the reader under it would', async () => {
    const ranges = fc.array(fc.tuple(fc.nat(1100), fc.nat(400)), { maxLength: 20 });
    const settings = fc.record({
      pageBytes: fc.integer({ min: 1, max: 64 }),
      maxPagesAhead: fc.integer({ min: 1, max: 8 }),
      maxPages: fc.integer({ min: 2, max: 16 }),
    });
    await fc.assert(
      fc.asyncProperty(ranges, settings, async (reads, pages) => {
        const reader = pagedReader(bufferReader(bytes), pages);
        for (const [offset, length] of reads) {
          const expected = bytes.subarray(offset, offset + length);
          expect(Buffer.from(await reader.read(offset, length))).toEqual(Buffer.from(expected));
        }
      }),
    );
  });

  it('asks once for neighbouring reads, and for more while they go on', async () => {
    const counted = countingReader(bufferReader(bytes));
    const reader = pagedReader(counted, { pageBytes: 10, maxPagesAhead: 8, maxPages: 100 });
    for (let at = 0; at < 1000; at += 5) await reader.read(at, 5);
    expect(counted.bytesRead).toBe(1000);
    expect(counted.requests).toBeLessThan(20);
  });

  it('asks for one page where reads jump', async () => {
    const counted = countingReader(bufferReader(bytes));
    const reader = pagedReader(counted, { pageBytes: 10, maxPagesAhead: 8, maxPages: 100 });
    for (const at of [0, 900, 400, 700]) await reader.read(at, 5);
    expect(counted.bytesRead).toBeLessThanOrEqual(50);
  });

  it('is empty behind the end', async () => {
    const reader = pagedReader(bufferReader(bytes), { pageBytes: 10, maxPagesAhead: 1, maxPages: 2 });
    expect(await reader.read(1000, 10)).toHaveLength(0);
    expect(await reader.read(995, 10)).toHaveLength(5);
  });
});
