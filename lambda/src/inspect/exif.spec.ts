import { describe, expect, it } from '@jest/globals';
import { exifOrientation } from './exif.ts';

/** A TIFF structure whose first directory holds one orientation (TIFF 6.0 §2). */
function tiff(isLittle: boolean, orientation: number): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.write(isLittle ? 'II*\0' : 'MM\0*', 'latin1');
  const u16 = (value: number, at: number): unknown =>
    isLittle ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const u32 = (value: number, at: number): unknown =>
    isLittle ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  u32(8, 4);
  u16(1, 8);
  u16(0x0112, 10);
  u16(3, 12);
  u32(1, 14);
  u16(orientation, 18);
  return bytes;
}

describe('exifOrientation', () => {
  it.each([true, false])('reads both byte orders (little: %s)', (isLittle) => {
    expect(exifOrientation(tiff(isLittle, 6))).toBe(6);
  });

  it('is 1 where nothing sensible is said', () => {
    expect(exifOrientation(tiff(true, 9))).toBe(1);
    expect(exifOrientation(tiff(true, 6).subarray(0, 15))).toBe(1);
    expect(exifOrientation(Buffer.from('not EXIF at all'))).toBe(1);
    expect(exifOrientation(Buffer.alloc(0))).toBe(1);
  });

  it.each([
    ['another type', 12, 4],
    ['several values', 14, 2],
  ])('is 1 where the tag has %s', (_name, at, value) => {
    const bytes = tiff(true, 6);
    bytes.writeUInt16LE(value, at);
    expect(exifOrientation(bytes)).toBe(1);
  });

  it('ends where a directory claims more entries than there are', () => {
    const bytes = tiff(true, 6);
    bytes.writeUInt16LE(0xffff, 8);
    bytes.writeUInt16LE(0x0100, 10);
    expect(exifOrientation(bytes)).toBe(1);
  });
});
