/** Numbers and names out of bytes. Reading past the end is a fact about the file: `Malformed`. */

/** The file's structure is broken. Ends an examination; never leaves `inspect`. */
export class Malformed extends Error {
  /** `what` completes the sentence of the rejection, such as "The PNG ends before its last chunk." */
  constructor(what: string) {
    super(what);
    this.name = 'Malformed';
  }
}

export function u8(bytes: Uint8Array, at: number): number {
  const value = bytes[at];
  if (value === undefined) throw new Malformed('A field lies outside of its box.');
  return value;
}

export const u16be = (bytes: Uint8Array, at: number): number => u8(bytes, at) * 0x100 + u8(bytes, at + 1);
export const u24be = (bytes: Uint8Array, at: number): number => u16be(bytes, at) * 0x100 + u8(bytes, at + 2);
export const u32be = (bytes: Uint8Array, at: number): number =>
  u16be(bytes, at) * 0x1_0000 + u16be(bytes, at + 2);
/** Exact up to 2^53; larger values stay larger than any file. */
export const u64be = (bytes: Uint8Array, at: number): number =>
  u32be(bytes, at) * 0x1_0000_0000 + u32be(bytes, at + 4);
export const i32be = (bytes: Uint8Array, at: number): number => u32be(bytes, at) | 0;

export const u16le = (bytes: Uint8Array, at: number): number => u8(bytes, at) + u8(bytes, at + 1) * 0x100;
export const u24le = (bytes: Uint8Array, at: number): number =>
  u16le(bytes, at) + u8(bytes, at + 2) * 0x1_0000;
export const u32le = (bytes: Uint8Array, at: number): number =>
  u16le(bytes, at) + u16le(bytes, at + 2) * 0x1_0000;
export const u64le = (bytes: Uint8Array, at: number): number =>
  u32le(bytes, at) + u32le(bytes, at + 4) * 0x1_0000_0000;

/** IEEE 754, 4 or 8 bytes, big-endian; 0 for no bytes, as Matroska has it (RFC 8794 §7.3). */
export function floatBe(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 0) return 0;
  if (bytes.length === 4) return view.getFloat32(0);
  if (bytes.length === 8) return view.getFloat64(0);
  throw new Malformed('A number has an impossible length.');
}

/** Bytes as Latin-1 text, cut at the end of `bytes`. */
export function latin1(bytes: Uint8Array, at = 0, length = bytes.length - at): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', at, at + length);
}

/** Whether `bytes` hold exactly `text`, one byte a character, at `at`. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

export const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
