/** FLAC: RFC 9639 §8 (metadata), §9 (frames). */
import { crc16 } from './checksums.ts';
import { hasText, Malformed, u16be, u24be, u32be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { audioFacts, type Facts } from './facts.ts';
import { endOfFlacFrame, maxFrameHeadBytes, readFlacFrame } from './flac-frame.ts';
import type { ByteRange } from './byte-range.ts';
import { skipId3, startOfTailTags } from './tags.ts';

export interface StreamInfo {
  sampleRateHertz: number;
  channels: number;
  bitsPerSample: number;
  /** 0 where the encoder did not know. */
  totalSamples: number;
  /** As stored. */
  block: Uint8Array;
}

const streamInfoBytes = 34;

/** §8.2: block sizes, frame sizes, 20 bits of rate, 3 of channels − 1, 5 of bits − 1, 36 of samples, MD5. */
export function readStreamInfo(block: Uint8Array): StreamInfo {
  if (block.length < streamInfoBytes) throw new Malformed('The FLAC does not say what its sound is.');
  const sampleRateHertz = u24be(block, 10) >> 4;
  const channels = ((u8(block, 12) >> 1) & 7) + 1;
  const bitsPerSample = (((u8(block, 12) & 1) << 4) | (u8(block, 13) >> 4)) + 1;
  const totalSamples = (u8(block, 13) & 15) * 2 ** 32 + u32be(block, 14);
  // Decoders go by the largest block; a smallest of 0 stands in files that some encoders wrote in one frame.
  if (sampleRateHertz === 0 || u16be(block, 2) < 16)
    throw new Malformed('The FLAC does not say what its sound is.');
  return {
    sampleRateHertz,
    channels,
    bitsPerSample,
    totalSamples,
    block: new Uint8Array(block.subarray(0, streamInfoBytes)),
  };
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
      info = readStreamInfo(await examination.bytes(at + 4, Math.min(length, streamInfoBytes)));
    else if (!info) throw new Malformed('The FLAC does not say what its sound is.');
    else {
      examination.countMetadata(length);
      await examination.scan(at + 4, length, 'in the metadata');
    }
    at = end;
    if (u8(head, 0) & 0x80) return { info, frames: at };
  }
}

interface FrameWalk {
  frames: number;
  samples: number;
  /** Where the last frame begins. */
  lastFrame: number;
}

/** One frame as it is stored. */
export type TakeFrame = (data: Uint8Array, samples: number) => void;

const pieceBytes = 256 * 1024;

/**
 * All frames from `from` to `end`. Frames don't tell their length: one ends where the CRC-16 over it comes out
 * as 0 and another header follows (§9.3).
 */
async function walkFrames(
  examination: Examination,
  from: number,
  end: number,
  take?: TakeFrame,
): Promise<FrameWalk> {
  const walk: FrameWalk = { frames: 0, samples: 0, lastFrame: from };
  let crc = 0;
  let parts: Uint8Array[] = [];
  let samples = 0;
  for (let at = from; at < end; at += pieceBytes) {
    const piece = await examination.upTo(at, Math.min(pieceBytes + maxFrameHeadBytes, end - at));
    const own = Math.min(pieceBytes, piece.length);
    let done = 0;
    for (let ff = piece.indexOf(0xff); ff >= 0 && ff < own; ff = piece.indexOf(0xff, ff + 1)) {
      const frame = readFlacFrame(piece, ff);
      if (!frame) continue;
      crc = crc16(piece, done, ff, crc);
      if (take) parts.push(piece.subarray(done, ff));
      done = ff;
      if (walk.samples > 0 && crc !== 0) continue;
      if (walk.frames > 0) take?.(Buffer.concat(parts), samples);
      parts = [];
      samples = frame.samples;
      walk.frames += 1;
      walk.samples += frame.samples;
      walk.lastFrame = at + ff;
      crc = 0;
    }
    crc = crc16(piece, done, own, crc);
    // A copy: the reader may use the piece again.
    if (take) parts.push(new Uint8Array(piece.subarray(done, own)));
  }
  if (walk.frames > 0) take?.(Buffer.concat(parts), samples);
  return walk;
}

/** Where the last frame ends: sound that may be followed by what is no sound of this file. */
async function endOfSound(examination: Examination, info: StreamInfo, lastFrame: number): Promise<number> {
  const bytes = await examination.upTo(lastFrame, maxFrameBytes);
  const length = endOfFlacFrame(bytes, 0, info.bitsPerSample);
  if (crc16(bytes, 0, length) !== 0) throw new Malformed('A frame of the FLAC has a wrong checksum.');
  return lastFrame + length;
}

/** Large enough for the longest block of eight channels of 32 bits (§9.1.1, §9.1.3). */
const maxFrameBytes = 65_535 * 8 * 4 + 1024;

/** What stands behind the sound is dropped, unless it is another recording, as where files were joined. */
async function checkBehind(examination: Examination, from: number, end: number): Promise<void> {
  const where = 'after the end of the FLAC';
  await examination.scan(from, end - from, where);
  examination.checkPayload(await examination.upTo(from, Math.min(512, end - from)), where);
  const next = await skipId3(examination, from);
  if (hasText(await examination.upTo(next, 4), 0, 'fLaC')) {
    examination.rejectUnsupportedFeature('CHAINED_STREAMS');
  }
}

interface FlacSound {
  readonly frames: number;
  readonly samples: number;
  readonly range: ByteRange;
}

/** The sound up to its true end, which must be all that the header promises. */
async function readSound(examination: Examination, info: StreamInfo, from: number): Promise<FlacSound> {
  const end = await startOfTailTags(examination, from);
  const { samples, frames, lastFrame } = await walkFrames(examination, from, end);
  if (samples < info.totalSamples) {
    await examination.scan(lastFrame, examination.size - lastFrame, 'after the end of the FLAC');
    throw new Malformed('The FLAC ends before its sound does.');
  }
  const to = await endOfSound(examination, info, lastFrame);
  if (to < end) await checkBehind(examination, to, end);
  return { frames, samples, range: { from, to } };
}

interface Flac {
  readonly info: StreamInfo;
  readonly sound: FlacSound;
}

async function readStart(examination: Examination) {
  const start = await skipId3(examination, 0);
  if (!hasText(await examination.upTo(start, 4), 0, 'fLaC'))
    throw new Malformed('The FLAC has no beginning.');
  const { info, frames } = await readMetadata(examination, start + 4);
  if (readFlacFrame(await examination.upTo(frames, maxFrameHeadBytes), 0) === undefined) {
    throw new Malformed('The FLAC has no sound behind its metadata.');
  }
  return { info, frames };
}

export async function readFlac(examination: Examination): Promise<Flac> {
  const { info, frames } = await readStart(examination);
  return { info, sound: await readSound(examination, info, frames) };
}

/** For whoever decodes a FLAC that is known to be whole, and to hold nothing behind its sound. */
export async function openFlac(examination: Examination) {
  const { info, frames } = await readStart(examination);
  return { info, readFrames: (take: TakeFrame) => walkFrames(examination, frames, examination.size, take) };
}

export async function examineFlac(examination: Examination): Promise<Facts> {
  const { info, frames } = await readStart(examination);
  const sound = examination.depth === 'whole' ? await readSound(examination, info, frames) : undefined;
  const samples = sound?.samples ?? info.totalSamples;
  return audioFacts({
    mimeType: 'audio/flac',
    track: { kind: 'audio', codec: 'flac', channels: info.channels, sampleRateHertz: info.sampleRateHertz },
    durationSeconds: samples > 0 ? samples / info.sampleRateHertz : null,
    packets: sound?.frames,
    target: 'flac',
  });
}
