/** The frame in front of an MP3 from which players learn its length, where to seek, and which samples to leave out. */
import { u8 } from '../inspect/bytes.ts';
import { readMp3Frame } from '../inspect/mp3-frame.ts';

export interface Mp3Summary {
  /** Of the first frame of sound. */
  readonly header: Uint8Array;
  readonly frames: number;
  /** Samples that players leave out at the beginning and at the end. */
  readonly delay: number;
  readonly padding: number;
  /** Bytes of all frames, this one included. */
  readonly bytes: number;
  /** Where the frame begins that stands at so many hundredths of the sound. */
  readonly seekPoints: readonly number[];
  readonly isConstantRate: boolean;
}

/** Xing's part: name, flags, frames, bytes, seek points, quality; then LAME's 36 bytes. */
const offsets = {
  flags: 4,
  frames: 8,
  bytes: 12,
  seekPoints: 16,
  lame: 120,
  delays: 141,
  checksum: 154,
  end: 156,
};
const seekPoints = 100;
const allFlags = 15;
/** Both checksums are this one (CRC-16/ARC). */
const polynomial = 0xa001;

/** An empty frame of the sound's own kind, just large enough. */
export function emptyFrame(header: Uint8Array): Uint8Array {
  for (let bitrate = 1; bitrate < 15; bitrate += 1) {
    const bytes = new Uint8Array([
      0xff,
      // Without a checksum.
      u8(header, 1) | 1,
      (bitrate << 4) | (u8(header, 2) & 0x0c),
      u8(header, 3) & 0xc0,
    ]);
    const frame = readMp3Frame(bytes, 0);
    if (!frame || frame.bytes < frame.sideEnd + offsets.end) continue;
    const whole = new Uint8Array(frame.bytes);
    whole.set(bytes);
    return whole;
  }
  throw new Error('No frame of this kind is large enough');
}

export function infoFrame(summary: Mp3Summary): Uint8Array {
  const bytes = emptyFrame(summary.header);
  const start = readMp3Frame(bytes, 0)?.sideEnd ?? 0;
  const info = bytes.subarray(start, start + offsets.end);
  const view = new DataView(info.buffer, info.byteOffset, info.length);
  info.set(Buffer.from(summary.isConstantRate ? 'Info' : 'Xing'));
  view.setUint32(offsets.flags, allFlags);
  view.setUint32(offsets.frames, summary.frames);
  view.setUint32(offsets.bytes, summary.bytes);
  for (let index = 0; index < seekPoints; index += 1) {
    const share = (summary.seekPoints[index] ?? summary.bytes) / summary.bytes;
    info[offsets.seekPoints + index] = Math.min(255, Math.floor(256 * share));
  }
  if (summary.delay > 0 || summary.padding > 0) {
    // The name of the format: without it players don't believe the numbers.
    info.set(Buffer.from('LAME'), offsets.lame);
    view.setUint16(offsets.delays, (summary.delay << 4) | (summary.padding >> 8));
    view.setUint8(offsets.delays + 2, summary.padding & 0xff);
    view.setUint16(offsets.checksum, checksum(bytes.subarray(0, start + offsets.checksum)));
  }
  return bytes;
}

function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  }
  return crc;
}
