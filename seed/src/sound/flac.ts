/** A small FLAC encoder (RFC 9639): fixed prediction of the second order and one Rice code a subframe. */
import { createHash } from 'node:crypto';
import { BitWriter } from '../film/bit-writer.ts';

const blockSize = 4096;
const bitsPerSample = 16;

/** `samples`: 16 bits, channels in turns. */
export function writeFlac(
  samples: Int16Array,
  sampleRate: number,
  channels: number,
): Uint8Array<ArrayBuffer> {
  const length = samples.length / channels;
  const frames: Uint8Array[] = [];
  for (let first = 0; first < length; first += blockSize) {
    const block = Array.from({ length: channels }, (_, channel) =>
      Int32Array.from(
        { length: Math.min(blockSize, length - first) },
        (_, index) => samples[(first + index) * channels + channel] ?? 0,
      ),
    );
    frames.push(writeFrame(block, frames.length));
  }
  const parts = [
    new TextEncoder().encode('fLaC'),
    streamInfo(samples, sampleRate, channels, frames),
    ...frames,
  ];
  return Uint8Array.from(Buffer.concat(parts));
}

/** §8.2, as the last metadata block. */
function streamInfo(
  samples: Int16Array,
  sampleRate: number,
  channels: number,
  frames: Uint8Array[],
): Uint8Array {
  const sizes = frames.map((frame) => frame.length);
  const writer = new BitWriter();
  writer.bits(8, 0x80);
  writer.bits(24, 34);
  writer.bits(16, blockSize);
  writer.bits(16, blockSize);
  writer.bits(24, Math.min(...sizes));
  writer.bits(24, Math.max(...sizes));
  writer.bits(20, sampleRate);
  writer.bits(3, channels - 1);
  writer.bits(5, bitsPerSample - 1);
  writer.bits(4, 0); // the upper bits of the sample count
  writer.bits(32, samples.length / channels);
  // §8.2: MD5 of the samples, signed, little-endian, channels in turns.
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [index, sample] of samples.entries()) view.setInt16(index * 2, sample, true);
  writer.append(createHash('md5').update(bytes).digest());
  return writer.take();
}

/** §9 */
function writeFrame(block: Int32Array[], number: number): Uint8Array {
  const length = block[0]?.length ?? 0;
  const writer = new BitWriter();
  writer.bits(16, 0xfff8); // sync, fixed block size
  writer.bits(4, 0b0111); // §9.1.1: block size less one follows, in 16 bits
  writer.bits(4, 0); // §9.1.2: sample rate as in the stream info
  writer.bits(4, block.length - 1);
  writer.bits(4, 0b1000); // §9.1.4: 16 bits a sample, and a reserved zero
  writer.append(codedNumber(number));
  writer.bits(16, length - 1);
  writer.append(Uint8Array.of(checksum(writer.take(), 8, 0x07)));
  for (const channel of block) writeSubframe(writer, channel);
  const frame = writer.take();
  const crc = checksum(frame, 16, 0x8005);
  return Uint8Array.from([...frame, crc >> 8, crc & 255]);
}

/** §9.1.5: numbers of more than 7 bits are stored as UTF-8 stores characters. */
function codedNumber(number: number): Uint8Array {
  return new TextEncoder().encode(String.fromCodePoint(number));
}

/** §9.2: fixed predictor of order 2, or the samples as they are where that would take less. */
function writeSubframe(writer: BitWriter, samples: Int32Array): void {
  const order = 2;
  if (samples.length <= order) {
    writer.bits(8, 0b0000_0010); // verbatim
    for (const sample of samples) writer.bits(bitsPerSample, sample & 0xffff);
    return;
  }
  // Zigzag: small numbers of either sign become small numbers without one.
  const residuals = Uint32Array.from({ length: samples.length - order }, (_, index) => {
    const value = (samples[index + 2] ?? 0) - 2 * (samples[index + 1] ?? 0) + (samples[index] ?? 0);
    return value >= 0 ? 2 * value : -2 * value - 1;
  });
  const parameter = riceParameter(residuals);
  writer.bits(8, (0b001000 | order) << 1);
  for (const sample of samples.subarray(0, order)) writer.bits(bitsPerSample, sample & 0xffff);
  writer.bits(2, 0); // §9.2.7: Rice codes with parameters of 4 bits
  writer.bits(4, 0); // one partition
  writer.bits(4, parameter);
  for (const residual of residuals) {
    for (let unary = residual >>> parameter; unary > 0; unary -= 1) writer.bits(1, 0);
    writer.bits(1, 1);
    writer.bits(parameter, residual & (2 ** parameter - 1));
  }
}

function riceParameter(residuals: Uint32Array): number {
  const mean = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
  return Math.min(14, Math.max(0, Math.round(Math.log2(mean * Math.LN2 + 1e-9))));
}

/** CRC with the given polynomial, most significant bit first, from 0 (§9.1.8, §9.3). */
function checksum(bytes: Uint8Array, bits: 8 | 16, polynomial: number): number {
  const top = 2 ** (bits - 1);
  const mask = 2 ** bits - 1;
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << (bits - 8);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & top ? (crc << 1) ^ polynomial : crc << 1) & mask;
  }
  return crc;
}
