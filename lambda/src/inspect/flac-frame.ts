/** Frames of FLAC: RFC 9639 §9. They don't tell their length; only reading one to its end does. */
import { crc8 } from './checksums.ts';
import { Malformed, u16be, u8 } from './bytes.ts';

export interface FlacFrame {
  readonly samples: number;
  readonly headBytes: number;
  readonly channelBits: number;
  /** undefined where STREAMINFO has it. */
  readonly bitsPerSample: number | undefined;
}

const blockSizes = [0, 192, 576, 1152, 2304, 4608, 0, 0, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];
const sampleSizes = [undefined, 8, 12, undefined, 16, 20, 24, 32];
/** §9.1: sync and flags, up to 7 bytes of number, 2 of block size, 2 of rate, CRC. */
export const maxFrameHeadBytes = 16;

/** The frame whose header is at `at`, or `undefined` where none is (§9.1, CRC-8 included). */
export function readFlacFrame(bytes: Uint8Array, at: number): FlacFrame | undefined {
  if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8 || at + 6 > bytes.length) return undefined;
  const sizeBits = u8(bytes, at + 2) >> 4;
  const rateBits = u8(bytes, at + 2) & 15;
  const lead = u8(bytes, at + 4);
  // §9.1.5: the number is coded like UTF-8, in up to 7 bytes.
  const numberBytes = lead < 0x80 ? 1 : Math.clz32(~(lead << 24));
  const channelBits = u8(bytes, at + 3) >> 4;
  if (sizeBits === 0 || rateBits === 15 || channelBits > 10 || (lead >= 0x80 && numberBytes < 2)) {
    return undefined;
  }
  let next = at + 4 + numberBytes;
  const sizeBytes = sizeBits === 6 ? 1 : sizeBits === 7 ? 2 : 0;
  const sizeAt = next;
  next += sizeBytes + (rateBits === 12 ? 1 : rateBits >= 13 ? 2 : 0);
  if (next >= bytes.length || crc8(bytes, at, next) !== bytes[next]) return undefined;
  const samples =
    sizeBits === 6
      ? u8(bytes, sizeAt) + 1
      : sizeBits === 7
        ? u16be(bytes, sizeAt) + 1
        : (blockSizes[sizeBits] ?? 0);
  const bitsPerSample = sampleSizes[(u8(bytes, at + 3) >> 1) & 7];
  return { samples, headBytes: next + 1 - at, channelBits, bitsPerSample };
}

/** Bits of `bytes` from the first of each byte on; `Malformed` behind the last. */
class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, byte: number) {
    this.#bytes = bytes;
    this.#at = byte * 8;
  }

  skip(bits: number): void {
    this.#at += bits;
    if (this.#at > this.#bytes.length * 8) throw new Malformed('The FLAC ends before its sound does.');
  }

  read(bits: number): number {
    const from = this.#at;
    this.skip(bits);
    let value = 0;
    for (let at = from; at < this.#at; at += 1) value = value * 2 + this.#bit(at);
    return value;
  }

  /** Zeros up to a one, which is passed over. */
  countZeros(): number {
    const from = this.#at;
    while (this.#at < this.#bytes.length * 8 && this.#bit(this.#at) === 0) this.#at += 1;
    this.skip(1);
    return this.#at - 1 - from;
  }

  /** The next whole byte. */
  get byte(): number {
    return Math.ceil(this.#at / 8);
  }

  #bit(at: number): number {
    return ((this.#bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
  }
}

const checksumBytes = 2;

/**
 * The offset behind the frame at `at`.
 * @param bitsPerSample of STREAMINFO.
 */
export function endOfFlacFrame(bytes: Uint8Array, at: number, bitsPerSample: number): number {
  const frame = readFlacFrame(bytes, at);
  if (!frame) throw new Malformed('The FLAC ends before its sound does.');
  const bits = new BitReader(bytes, at + frame.headBytes);
  // §9.1.3: from 8 on there are two channels, one of which is a difference and has a bit more.
  const channels = frame.channelBits < 8 ? frame.channelBits + 1 : 2;
  const difference = frame.channelBits === 9 ? 0 : frame.channelBits < 8 ? -1 : 1;
  for (let channel = 0; channel < channels; channel += 1) {
    const extra = channel === difference ? 1 : 0;
    skipSubframe(bits, frame.samples, (frame.bitsPerSample ?? bitsPerSample) + extra);
  }
  const end = bits.byte + checksumBytes;
  if (end > bytes.length) throw new Malformed('The FLAC ends before its sound does.');
  return end;
}

/** §9.2: type, wasted bits, and samples as such or as what differs from a prediction. */
function skipSubframe(bits: BitReader, samples: number, bitsPerSample: number): void {
  bits.skip(1);
  const type = bits.read(6);
  const wasted = bits.read(1) === 1 ? bits.countZeros() + 1 : 0;
  const size = bitsPerSample - wasted;
  if (type === 0) bits.skip(size);
  else if (type === 1) bits.skip(size * samples);
  else if (type >= 8 && type <= 12) {
    const order = type - 8;
    bits.skip(size * order);
    skipResidual(bits, samples, order);
  } else if (type >= 32) {
    const order = type - 31;
    bits.skip(size * order);
    const precision = bits.read(4) + 1;
    bits.skip(5 + precision * order);
    skipResidual(bits, samples, order);
  } else throw new Malformed('A frame of the FLAC is of an unknown kind.');
}

/** §9.2.7: partitions, each with its Rice parameter, or a fixed size where that is all ones. */
function skipResidual(bits: BitReader, samples: number, order: number): void {
  const parameterBits = bits.read(2) === 0 ? 4 : 5;
  const partitions = 2 ** bits.read(4);
  for (let partition = 0; partition < partitions; partition += 1) {
    const count = Math.floor(samples / partitions) - (partition === 0 ? order : 0);
    if (count < 0) throw new Malformed('A frame of the FLAC is of an unknown kind.');
    const parameter = bits.read(parameterBits);
    if (parameter === 2 ** parameterBits - 1) {
      bits.skip(bits.read(5) * count);
      continue;
    }
    for (let sample = 0; sample < count; sample += 1) {
      bits.countZeros();
      bits.skip(parameter);
    }
  }
}
