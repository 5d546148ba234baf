import { describe, expect, it } from '@jest/globals';
import { crc16, crc32Ogg, crc8 } from './checksums.ts';

/** The check values of the catalogue of parametrised CRC algorithms, over the digits 1 to 9. */
const digits = Buffer.from('123456789');

describe('checksums', () => {
  it('agree with the catalogue', () => {
    expect(crc8(digits, 0, 9)).toBe(0xf4);
    expect(crc16(digits, 0, 9)).toBe(0xfee8);
    expect(crc32Ogg(digits)).toBe(0x89a1_897f);
  });

  it('go on where they stopped', () => {
    for (let at = 0; at <= 9; at += 1) {
      expect(crc16(digits, at, 9, crc16(digits, 0, at))).toBe(0xfee8);
      expect(crc32Ogg(digits.subarray(at), crc32Ogg(digits.subarray(0, at)))).toBe(0x89a1_897f);
    }
  });
});
