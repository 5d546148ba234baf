/** Bits of a NAL unit, first the highest of each byte (ITU-T H.265 §7.2, §9.2). */
import { Malformed } from './bytes.ts';

/** §7.3.1.1: a byte 3 behind two zeros keeps start codes out, and is none of the payload's. */
export function withoutEmulationPrevention(unit: Uint8Array): Uint8Array {
  const payload = new Uint8Array(unit.length);
  let length = 0;
  let zeros = 0;
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) zeros = 0;
    else {
      zeros = byte === 0 ? zeros + 1 : 0;
      payload[length] = byte;
      length += 1;
    }
  }
  return payload.subarray(0, length);
}

export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** u(n), 32 at most. */
  bits(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1) value = value * 2 + this.#bit();
    return value;
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** ue(v): so many zeros, a one, and as many bits. */
  exponentialGolomb(): number {
    let zeros = 0;
    while (this.#bit() === 0) {
      zeros += 1;
      if (zeros > 31) throw new Malformed('A field of the picture’s codec is too large.');
    }
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  #bit(): number {
    const byte = this.#bytes[this.#at >> 3];
    if (byte === undefined) throw new Malformed('The description of the picture’s codec ends too early.');
    const bit = (byte >> (7 - (this.#at & 7))) & 1;
    this.#at += 1;
    return bit;
  }
}
