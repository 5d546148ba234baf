import { describe, expect, it } from '@jest/globals';
import { fingerprintOf } from './fingerprint.ts';

const MiB = 1024 * 1024;

function fileWith(changeAt?: number): Blob {
  const bytes = new Uint8Array(3 * MiB);
  if (changeAt !== undefined) bytes[changeAt] = 1;
  return new Blob([bytes]);
}

describe('fingerprintOf', () => {
  it('is the same for the same bytes, and another for another size', async () => {
    expect(await fingerprintOf(fileWith())).toBe(await fingerprintOf(fileWith()));
    expect(await fingerprintOf(fileWith().slice(1))).not.toBe(await fingerprintOf(fileWith()));
    expect(await fingerprintOf(new Blob(['ab']))).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['first', 0],
    ['middle', 1.5 * MiB],
    ['last', 3 * MiB - 1],
  ])('sees a change of the %s byte', async (_name, at) => {
    expect(await fingerprintOf(fileWith(at))).not.toBe(await fingerprintOf(fileWith()));
  });

  it('reads 384 KiB at most', async () => {
    let read = 0;
    const file = fileWith();
    const slice = file.slice.bind(file);
    file.slice = (start, end) => {
      const part = slice(start, end);
      read += part.size;
      return part;
    };
    await fingerprintOf(file);
    expect(read).toBe(384 * 1024);
  });
});
