/** The checksums of FLAC (RFC 9639 §9.1.8, §9.3) and Ogg (RFC 3533 §6). None of them is Node's own CRC-32. */

const table8 = Uint8Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80 ? (value << 1) ^ 0x07 : value << 1;
  return value;
});
const table16 = Uint16Array.from({ length: 256 }, (_, index) => {
  let value = index << 8;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000 ? (value << 1) ^ 0x8005 : value << 1;
  return value;
});
const table32 = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value;
});

/** Polynomial x⁸ + x² + x + 1, over `bytes` from `from` up to `to`. */
export function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at += 1) crc = table8[crc ^ (bytes[at] ?? 0)] ?? 0;
  return crc;
}

/** Two bytes at once: what `table16` makes of the first, and of the second after it. */
const wideTable16 = Uint16Array.from({ length: 65_536 }, (_, index) => {
  const first = table16[index >> 8] ?? 0;
  return ((first << 8) & 0xffff) ^ (table16[(first >> 8) ^ (index & 0xff)] ?? 0);
});

/** Polynomial x¹⁶ + x¹⁵ + x² + 1; goes on from `crc`. */
export function crc16(bytes: Uint8Array, from: number, to: number, crc = 0): number {
  let value = crc;
  let at = from;
  for (; at + 1 < to; at += 2) {
    value = wideTable16[value ^ (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0))] ?? 0;
  }
  if (at < to) value = ((value << 8) & 0xffff) ^ (table16[(value >> 8) ^ (bytes[at] ?? 0)] ?? 0);
  return value;
}

/** Polynomial 0x04C11DB7, neither reflected nor inverted; goes on from `crc`. */
export function crc32Ogg(bytes: Uint8Array, crc = 0): number {
  let value = crc;
  for (const byte of bytes) value = (value << 8) ^ (table32[((value >>> 24) ^ byte) & 0xff] ?? 0);
  return value >>> 0;
}
