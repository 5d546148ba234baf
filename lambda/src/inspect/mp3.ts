/** MP3: ISO/IEC 11172-3 §2.4.1.3 and 13818-3 §2.4.2.3 (frame headers), and the Xing, Info and VBRI headers of encoders. */
import { hasText, Malformed, u32be } from './bytes.ts';
import type { Examination } from './examination.ts';
import { audioFacts, type Facts } from './facts.ts';
import { skipId3, startOfTailTags } from './tags.ts';

interface Mp3Frame {
  layer: 1 | 2 | 3;
  /** Bytes of the frame, header included. */
  bytes: number;
  samples: number;
  sampleRateHertz: number;
  channels: 1 | 2;
  /** Version, layer and rate: what does not change within one recording. */
  kind: number;
  /** Where an encoder's header would stand, behind the side information. */
  sideEnd: number;
}

/** Table of bit rates in kbit/s: MPEG-1 layers I, II, III, then MPEG-2 and 2.5 layer I, layers II and III. */
const bitrates = {
  one: {
    1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  two: {
    1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    3: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const;
const sampleRates = [44_100, 48_000, 32_000];

/** The frame that a header at `at` heads; `undefined` where none does. Free bit rates are not told apart from noise. */
function readMp3Frame(bytes: Uint8Array, at: number): Mp3Frame | undefined {
  if (at + 4 > bytes.length) return undefined;
  const word = u32be(bytes, at);
  if (word >>> 21 !== 0x7ff) return undefined;
  const version = (word >>> 19) & 3;
  const layerBits = (word >>> 17) & 3;
  const bitrateIndex = (word >>> 12) & 15;
  const rateIndex = (word >>> 10) & 3;
  if (version === 1 || layerBits === 0 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) {
    return undefined;
  }
  const layer = (4 - layerBits) as 1 | 2 | 3;
  const isOne = version === 3;
  const bitrate = (bitrates[isOne ? 'one' : 'two'][layer][bitrateIndex] ?? 0) * 1000;
  const sampleRateHertz = (sampleRates[rateIndex] ?? 1) / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const padding = (word >>> 9) & 1;
  const isMono = ((word >>> 6) & 3) === 3;
  const samples = layer === 1 ? 384 : layer === 3 && !isOne ? 576 : 1152;
  const length =
    layer === 1
      ? (Math.floor((12 * bitrate) / sampleRateHertz) + padding) * 4
      : Math.floor(((samples / 8) * bitrate) / sampleRateHertz) + padding;
  const sideBytes = isOne ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  return {
    layer,
    bytes: length,
    samples,
    sampleRateHertz,
    channels: isMono ? 1 : 2,
    kind: (word >>> 10) & 0x783,
    sideEnd: 4 + sideBytes,
  };
}

/** Frames in a row that make noise unlikely, where nothing else says MP3. */
const framesInARow = 4;
/** How far the first frame may lie behind the tags. */
const maxLeadingBytes = 128 * 1024;

/** Whether frames of one kind follow one another from `at`, to the end of the data if that comes sooner. */
function followsFrames(bytes: Uint8Array, at: number, count: number, isAtEnd: boolean): boolean {
  let next = at;
  const first = readMp3Frame(bytes, at);
  if (!first) return false;
  for (let index = 0; index < count; index += 1) {
    const frame = readMp3Frame(bytes, next);
    // A recording may be shorter than that, with or without a tag behind it.
    if (!frame) return isAtEnd && index >= 1 && (next >= bytes.length || hasText(bytes, next, 'TAG'));
    if (frame.kind !== first.kind) return false;
    next += frame.bytes;
  }
  return true;
}

/** The first frame at or behind `from`; bytes in between are noise that players skip. */
export async function findFirstFrame(examination: Examination, from: number): Promise<number | undefined> {
  const pieceBytes = 16 * 1024;
  const reachBytes = 8 * 1024;
  const limit = Math.min(
    examination.size,
    from + (examination.depth === 'index' ? maxLeadingBytes / 2 : maxLeadingBytes),
  );
  for (let at = from; at < limit; at += pieceBytes) {
    const piece = await examination.upTo(at, pieceBytes + reachBytes);
    const isAtEnd = at + piece.length >= examination.size;
    for (let ff = piece.indexOf(0xff); ff >= 0 && ff < pieceBytes; ff = piece.indexOf(0xff, ff + 1)) {
      if (followsFrames(piece, ff, framesInARow, isAtEnd)) return at + ff;
    }
  }
  return undefined;
}

/** Frames that an encoder's header counts (Xing and Info: flags, then frames; VBRI: frames at 14). */
async function readFrameCount(
  examination: Examination,
  at: number,
  frame: Mp3Frame,
): Promise<number | undefined> {
  const head = await examination.upTo(at, 200);
  if (hasText(head, frame.sideEnd, 'Xing') || hasText(head, frame.sideEnd, 'Info')) {
    return u32be(head, frame.sideEnd + 4) & 1 ? u32be(head, frame.sideEnd + 8) : undefined;
  }
  return hasText(head, 36, 'VBRI') ? u32be(head, 36 + 14) : undefined;
}

/** Duration from an encoder's header, or from the first frame's bit rate. */
async function estimateSeconds(examination: Examination, at: number, end: number): Promise<number> {
  const frame = readMp3Frame(await examination.bytes(at, 4), 0);
  if (!frame) throw new Malformed('The MP3 has no sound.');
  const counted = await readFrameCount(examination, at, frame);
  const perFrame = frame.samples / frame.sampleRateHertz;
  return (counted ?? Math.max(1, (end - at) / frame.bytes)) * perFrame;
}

interface Walk {
  seconds: number;
  lostBytes: number;
}

/** Goes from frame to frame; what lies between is noise, looked at for what could run. */
async function walkFrames(examination: Examination, from: number, end: number): Promise<Walk> {
  const walk: Walk = { seconds: 0, lostBytes: 0 };
  let at = from;
  let lastFrame = from;
  while (at < end) {
    const frame = readMp3Frame(await examination.upTo(at, 4), 0);
    if (frame?.layer === 3) {
      // Recordings cut anywhere are common, and players leave out the frame that is not whole.
      if (at + frame.bytes <= end) walk.seconds += frame.samples / frame.sampleRateHertz;
      lastFrame = at;
      at += frame.bytes;
      continue;
    }
    const next = await nextFrame(examination, at + 1, end);
    // What was put in the middle of a frame begins within the last one that could be read.
    await examination.scan(lastFrame, next - lastFrame, 'between the frames of sound');
    examination.checkPayload(
      await examination.upTo(at, Math.min(512, next - at)),
      'after the frames of sound',
    );
    walk.lostBytes += next - at;
    at = next;
  }
  return walk;
}

/** The next offset from which two frames follow one another; `end` where there is none. */
async function nextFrame(examination: Examination, from: number, end: number): Promise<number> {
  const pieceBytes = 64 * 1024;
  for (let at = from; at < end; at += pieceBytes) {
    const piece = await examination.upTo(at, Math.min(pieceBytes + 8192, end - at));
    for (let ff = piece.indexOf(0xff); ff >= 0 && ff < pieceBytes; ff = piece.indexOf(0xff, ff + 1)) {
      if (followsFrames(piece, ff, 2, at + piece.length >= end)) return at + ff;
    }
  }
  return end;
}

/** `first` is where the sound begins. */
async function examineFrames(examination: Examination, first: number): Promise<Facts> {
  const frame = readMp3Frame(await examination.bytes(first, 4), 0);
  if (!frame) throw new Malformed('The MP3 has no sound.');
  if (frame.layer !== 3) {
    examination.rejectUnsupported(`a recording with MPEG layer ${frame.layer === 1 ? 'I' : 'II'} sound`);
  }
  const end = await startOfTailTags(examination, first);
  let durationSeconds = await estimateSeconds(examination, first, end);
  if (examination.depth === 'whole' && frame.layer === 3) {
    const walk = await walkFrames(examination, first, end);
    if (walk.lostBytes > (end - first) / 2) throw new Malformed('Most of the MP3 is no sound.');
    const isCounted = (await readFrameCount(examination, first, frame)) !== undefined;
    // An encoder's header fills a frame of its own, which is not played.
    durationSeconds = walk.seconds - (isCounted ? frame.samples / frame.sampleRateHertz : 0);
    if (durationSeconds <= 0) throw new Malformed('The MP3 has no sound.');
  }
  return audioFacts({
    mimeType: 'audio/mpeg',
    track: { kind: 'audio', codec: 'mp3', channels: frame.channels, sampleRateHertz: frame.sampleRateHertz },
    durationSeconds,
    target: 'mp3',
  });
}

export async function examineMp3(examination: Examination): Promise<Facts> {
  const afterTags = await skipId3(examination, 0);
  if (afterTags > examination.size) throw new Malformed('The tag at the beginning is larger than the file.');
  const first = await findFirstFrame(examination, afterTags);
  if (first === undefined) throw new Malformed('The MP3 has no sound.');
  await examination.scan(afterTags, first - afterTags, 'before the sound');
  return examineFrames(examination, first);
}
