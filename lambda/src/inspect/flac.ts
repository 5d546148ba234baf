/** FLAC: RFC 9639 §8 (metadata), §9 (frames). */
import { crc16, crc8 } from './checksums.ts';
import { hasText, Malformed, u16be, u24be, u32be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { audioFacts, type Facts } from './facts.ts';
import { skipId3, startOfTailTags } from './tags.ts';

export interface StreamInfo {
  sampleRateHertz: number;
  channels: number;
  /** 0 where the encoder did not know. */
  totalSamples: number;
}

/** §8.2: block sizes, frame sizes, 20 bits of rate, 3 of channels − 1, 5 of bits − 1, 36 of samples, MD5. */
export function readStreamInfo(block: Uint8Array): StreamInfo {
  if (block.length < 34) throw new Malformed('The FLAC does not say what its sound is.');
  const sampleRateHertz = u24be(block, 10) >> 4;
  const channels = ((u8(block, 12) >> 1) & 7) + 1;
  const totalSamples = (u8(block, 13) & 15) * 2 ** 32 + u32be(block, 14);
  if (sampleRateHertz === 0 || u16be(block, 0) < 16)
    throw new Malformed('The FLAC does not say what its sound is.');
  return { sampleRateHertz, channels, totalSamples };
}

/** §8.1: block types whose content is nobody's to display. */
const blockType = { streamInfo: 0, padding: 1, seekTable: 3, invalid: 127 };

/** §8: metadata blocks up to the one that says it is the last; the offset of the first frame. */
async function readMetadata(examination: Examination, from: number) {
  let at = from;
  let info: StreamInfo | undefined;
  for (;;) {
    examination.step();
    const head = await examination.bytes(at, 4);
    const type = u8(head, 0) & 0x7f;
    const length = u24be(head, 1);
    const end = at + 4 + length;
    if (type === blockType.invalid || end > examination.size)
      throw new Malformed('The FLAC ends within its metadata.');
    if (type === blockType.streamInfo)
      info = readStreamInfo(await examination.bytes(at + 4, Math.min(length, 34)));
    else if (!info) throw new Malformed('The FLAC does not say what its sound is.');
    else {
      examination.countMetadata(length);
      await examination.scan(at + 4, length, 'in the metadata');
    }
    at = end;
    if (u8(head, 0) & 0x80) return { info, frames: at };
  }
}

const blockSizes = [0, 192, 576, 1152, 2304, 4608, 0, 0, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];
/** §9.1: sync and flags, up to 7 bytes of number, 2 of block size, 2 of rate, CRC. */
const maxFrameHeadBytes = 16;

/** Samples of the frame whose header is at `at`, or `undefined` where none is (§9.1, CRC-8 included). */
function readFlacFrame(bytes: Uint8Array, at: number): number | undefined {
  if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8 || at + 6 > bytes.length) return undefined;
  const sizeBits = u8(bytes, at + 2) >> 4;
  const rateBits = u8(bytes, at + 2) & 15;
  const lead = u8(bytes, at + 4);
  // §9.1.5: the number is coded like UTF-8, in up to 7 bytes.
  const numberBytes = lead < 0x80 ? 1 : Math.clz32(~(lead << 24));
  if (sizeBits === 0 || rateBits === 15 || u8(bytes, at + 3) >> 4 > 10 || (lead >= 0x80 && numberBytes < 2)) {
    return undefined;
  }
  let next = at + 4 + numberBytes;
  const sizeBytes = sizeBits === 6 ? 1 : sizeBits === 7 ? 2 : 0;
  const sizeAt = next;
  next += sizeBytes + (rateBits === 12 ? 1 : rateBits >= 13 ? 2 : 0);
  if (next >= bytes.length || crc8(bytes, at, next) !== bytes[next]) return undefined;
  if (sizeBits === 6) return u8(bytes, sizeAt) + 1;
  if (sizeBits === 7) return u16be(bytes, sizeAt) + 1;
  return blockSizes[sizeBits];
}

interface FrameWalk {
  samples: number;
  /** Where the last frame begins. */
  lastFrame: number;
  /** Whether the last frame ends where the walk did. */
  isWhole: boolean;
}

const pieceBytes = 256 * 1024;

/**
 * All frames from `from` to `end`. Frames don't tell their length: one ends where the CRC-16 over it comes out
 * as 0 and another header, or the end, follows (§9.3).
 */
async function walkFrames(examination: Examination, from: number, end: number): Promise<FrameWalk> {
  const walk: FrameWalk = { samples: 0, lastFrame: from, isWhole: false };
  let crc = 0;
  for (let at = from; at < end; at += pieceBytes) {
    const piece = await examination.upTo(at, Math.min(pieceBytes + maxFrameHeadBytes, end - at));
    const own = Math.min(pieceBytes, piece.length);
    let done = 0;
    for (let ff = piece.indexOf(0xff); ff >= 0 && ff < own; ff = piece.indexOf(0xff, ff + 1)) {
      const samples = readFlacFrame(piece, ff);
      if (samples === undefined) continue;
      crc = crc16(piece, done, ff, crc);
      done = ff;
      if (walk.samples > 0 && crc !== 0) continue;
      walk.samples += samples;
      walk.lastFrame = at + ff;
      crc = 0;
    }
    crc = crc16(piece, done, own, crc);
  }
  walk.isWhole = walk.samples > 0 && crc === 0;
  return walk;
}

/** Whether the last frame ends before the file does, wherever the checksum says that it may, and what stands behind. */
async function scanBehind(examination: Examination, lastFrame: number): Promise<boolean> {
  const where = 'after the end of the FLAC';
  await examination.scan(lastFrame, examination.size - lastFrame, where);
  const bytes = await examination.upTo(lastFrame, 1024 * 1024);
  let crc = 0;
  let hasEnd = false;
  for (let end = 1; end < bytes.length; end += 1) {
    crc = crc16(bytes, end - 1, end, crc);
    if (crc !== 0 || end < maxFrameHeadBytes / 2 || bytes[end] === 0) continue;
    hasEnd = true;
    examination.checkPayload(bytes.subarray(end, end + 512), where);
  }
  return hasEnd;
}

/** Samples up to the true end of the sound, which must be all that the header promises. */
async function countSamples(examination: Examination, info: StreamInfo, from: number): Promise<number> {
  const { samples, lastFrame, isWhole } = await walkFrames(
    examination,
    from,
    await startOfTailTags(examination, from),
  );
  if (samples < info.totalSamples) {
    await examination.scan(lastFrame, examination.size - lastFrame, 'after the end of the FLAC');
    throw new Malformed('The FLAC ends before its sound does.');
  }
  if (!isWhole && !(await scanBehind(examination, lastFrame))) {
    throw new Malformed('A frame of the FLAC has a wrong checksum.');
  }
  return samples;
}

export async function examineFlac(examination: Examination): Promise<Facts> {
  const start = await skipId3(examination, 0);
  if (!hasText(await examination.upTo(start, 4), 0, 'fLaC'))
    throw new Malformed('The FLAC has no beginning.');
  const { info, frames } = await readMetadata(examination, start + 4);
  if (readFlacFrame(await examination.upTo(frames, maxFrameHeadBytes), 0) === undefined) {
    throw new Malformed('The FLAC has no sound behind its metadata.');
  }
  const samples =
    examination.depth === 'whole' ? await countSamples(examination, info, frames) : info.totalSamples;
  return audioFacts({
    mimeType: 'audio/flac',
    track: { kind: 'audio', codec: 'flac', channels: info.channels, sampleRateHertz: info.sampleRateHertz },
    durationSeconds: samples > 0 ? samples / info.sampleRateHertz : null,
    target: 'flac',
  });
}
