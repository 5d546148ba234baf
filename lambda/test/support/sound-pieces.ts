/** Pieces of sound to build files from: silent MP3 frames of any kind, links of Ogg, and FLAC of any rate. */
import { crc16, crc8 } from '../../src/inspect/checksums.ts';
import { endOfFlacFrame, readFlacFrame } from '../../src/inspect/flac-frame.ts';
import { oggChecksum, oggChecksumAt } from '../../src/inspect/ogg-page.ts';

export interface Mp3Kind {
  /** 3 is MPEG-1, 2 is MPEG-2 (ISO/IEC 11172-3 §2.4.2.3, 13818-3). */
  readonly version: 3 | 2;
  readonly mode: 'stereo' | 'joint' | 'mono';
  /** Index into the bit rates of the version. */
  readonly bitrate: number;
  /** Index into the rates of the version. */
  readonly rate: 0 | 1 | 2;
}

export const plainMp3: Mp3Kind = { version: 3, mode: 'stereo', bitrate: 9, rate: 0 };

const modes = { stereo: 0, joint: 1, mono: 3 };
const kilobits = {
  3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const hertz = { 3: [44_100, 48_000, 32_000], 2: [22_050, 24_000, 16_000] };

/** A frame whose side information says that there is no sound in it. */
export function mp3Frame({ version, mode, bitrate, rate }: Mp3Kind): Buffer {
  const samples = version === 3 ? 1152 : 576;
  const length = Math.floor(
    ((samples / 8) * (kilobits[version][bitrate] ?? 0) * 1000) / (hertz[version][rate] ?? 1),
  );
  const frame = Buffer.alloc(length);
  frame.set([0xff, 0xe0 | (version << 3) | 0b011, (bitrate << 4) | (rate << 2), modes[mode] << 6]);
  return frame;
}

export const mp3Frames = (kind: Mp3Kind, count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, () => mp3Frame(kind)));

/** The frame that LAME puts in front: how many follow, and which samples are not played. */
export function lameHeader(kind: Mp3Kind, frames: number, delay: number, padding: number): Buffer {
  const header = mp3Frame({ ...kind, bitrate: 13 });
  const start = 4 + (kind.mode === 'mono' ? 17 : 32);
  header.write('Info', start, 'latin1');
  header.writeUInt32BE(15, start + 4);
  header.writeUInt32BE(frames, start + 8);
  header.write('LAME3.100', start + 120, 'latin1');
  header.writeUIntBE(delay * 4096 + padding, start + 141, 3);
  return header;
}

/** Offsets of an Ogg's pages, and of its end. */
function pagesOf(ogg: Buffer): number[] {
  const offsets: number[] = [];
  let at = 0;
  while (at < ogg.length) {
    offsets.push(at);
    const content = at + 27 + ogg.readUInt8(at + 26);
    at = ogg.subarray(at + 27, content).reduce((sum, length) => sum + length, content);
  }
  return [...offsets, at];
}

/** An Ogg with another number, and a change to any of its pages. */
export function oggLink(
  ogg: Uint8Array,
  serial: number,
  change: (page: Buffer, index: number) => void = () => undefined,
): Buffer {
  const link = Buffer.from(ogg);
  const offsets = pagesOf(link);
  for (const [index, start] of offsets.slice(0, -1).entries()) {
    const page = link.subarray(start, offsets[index + 1]);
    page.writeUInt32LE(serial, 14);
    change(page, index);
    page.writeUInt32LE(oggChecksum(page), oggChecksumAt);
  }
  return link;
}

/** The pages of an Ogg, each by itself. */
export function oggPages(ogg: Buffer): Buffer[] {
  const offsets = pagesOf(ogg);
  return offsets.slice(0, -1).map((start, index) => ogg.subarray(start, offsets[index + 1]));
}

/** A STREAMINFO of 34 bytes as the only metadata. */
const flacFrontBytes = 42;

/** The FLAC of 16 bits without what else is in front, its frames saying their rate in a byte of whole kHz (RFC 9639 §9.1.7). */
export function flacInKilohertz(flac: Buffer, kilohertz: number): Buffer {
  let at = 4;
  while (flac.readUInt8(at) < 0x80) at += 4 + flac.readUIntBE(at + 1, 3);
  at += 4 + flac.readUIntBE(at + 1, 3);
  const front = Buffer.from(flac.subarray(0, flacFrontBytes));
  front.writeUInt8(0x80, 4);
  // §8.2: sizes of frames, which are unknown now, and 20 bits of rate.
  front.fill(0, 12, 18);
  front.writeUIntBE(kilohertz * 1000 * 16 + (front.readUInt8(20) & 0x0f), 18, 3);
  const pieces = [front];
  while (at < flac.length) {
    const end = endOfFlacFrame(flac, at, 16);
    const headBytes = readFlacFrame(flac, at)?.headBytes ?? 0;
    const head = Buffer.concat([flac.subarray(at, at + headBytes - 1), Buffer.from([kilohertz, 0])]);
    if (![0, 5].includes(head.readUInt8(2) & 0x0f)) throw new Error('The rate has bytes of its own already');
    head.writeUInt8((head.readUInt8(2) & 0xf0) | 12, 2);
    head.writeUInt8(crc8(head, 0, head.length - 1), head.length - 1);
    const frame = Buffer.concat([head, flac.subarray(at + headBytes, end)]);
    frame.writeUInt16BE(crc16(frame, 0, frame.length - 2), frame.length - 2);
    pieces.push(frame);
    at = end;
  }
  return Buffer.concat(pieces);
}
