/** MP3: which of its bytes are sound, and how long that lasts. */
import { Malformed } from './bytes.ts';
import type { Examination } from './examination.ts';
import { audioFacts, type Facts } from './facts.ts';
import {
  isFreeFormat,
  readEncoderHeader,
  readMp3Frame,
  type EncoderHeader,
  type Mp3Frame,
} from './mp3-frame.ts';
import type { ByteRange } from './byte-range.ts';
import { findSound, followsFrames, walkFrames, type Stretch } from './sound-frames.ts';
import { skipId3, startOfTailTags } from './tags.ts';

/** Frames in a row that make noise unlikely, where nothing else says MP3. */
const framesInARow = 4;
const maxFrameBytes = 1441;

/** The first frame at or behind `from`. */
export const findFirstFrame = (examination: Examination, from: number): Promise<number | undefined> =>
  findSound(examination, from, (bytes, at, isAtEnd) =>
    followsFrames(readMp3Frame, bytes, at, framesInARow, isAtEnd),
  );

/** The frame at `at`, and what the encoder says in it. */
async function readFirstFrame(
  examination: Examination,
  at: number,
): Promise<{ frame: Mp3Frame; header: EncoderHeader | undefined }> {
  const bytes = await examination.upTo(at, maxFrameBytes);
  const frame = readMp3Frame(bytes, 0);
  if (!frame) throw new Malformed('The MP3 has no sound.');
  return { frame, header: frame.isEncoderHeader ? readEncoderHeader(bytes, 0, frame) : undefined };
}

/** Duration from an encoder's header, or from the first frame's bit rate. */
function estimateSeconds(frame: Mp3Frame, header: EncoderHeader | undefined, bytes: number): number {
  const frames = header?.frames ?? Math.max(1, bytes / frame.bytes);
  return secondsOf(frames * frame.samples, header, frame);
}

/** What players play of so many samples. */
const secondsOf = (
  samples: number,
  header: Pick<EncoderHeader, 'delay' | 'padding'> | undefined,
  { sampleRateHertz }: Mp3Frame,
): number => Math.max(0, samples - (header?.delay ?? 0) - (header?.padding ?? 0)) / sampleRateHertz;

/** The sound between two offsets, all of it read. */
export interface Mp3Sound {
  /** The first frame that holds sound. */
  readonly frame: Mp3Frame;
  readonly frames: number;
  /** Samples that players leave out at the beginning and at the end. */
  readonly delay: number;
  readonly padding: number;
}

/** Frames of sound in a row, without what encoders write between them. */
export type Mp3Frames = Extract<Stretch<Mp3Frame>, { holds: 'FRAMES' }>;

/**
 * Goes from frame to frame; what lies between is noise, looked at for what could run.
 * @param take gets all the frames of sound, in their order.
 */
export async function readMp3Sound(
  examination: Examination,
  { from, to: end }: ByteRange,
  take: (frames: Mp3Frames) => Promise<void> = () => Promise.resolve(),
): Promise<Mp3Sound> {
  let frame: Mp3Frame | undefined;
  let frames = 0;
  let lostBytes = 0;
  let lastFrame = from;
  const headers: { header: EncoderHeader; framesBefore: number }[] = [];
  for await (const stretch of walkFrames(examination, readMp3Frame, from, end)) {
    if (stretch.holds === 'ANOTHER_KIND') examination.rejectUnsupportedFeature('FORMAT_CHANGE');
    if (stretch.holds === 'NOISE') {
      await scanNoise(examination, lastFrame, stretch);
      lostBytes += stretch.end - stretch.at;
    }
    if (stretch.holds !== 'FRAMES') continue;
    const [first] = stretch.frames;
    if (first?.isEncoderHeader) {
      headers.push({ header: readEncoderHeader(stretch.bytes, 0, first), framesBefore: frames });
      continue;
    }
    frame ??= first;
    frames += stretch.frames.length;
    await take(stretch);
    lastFrame = stretch.at + stretch.bytes.length - (stretch.frames.at(-1)?.bytes ?? 0);
  }
  if (lostBytes > (end - from) / 2) throw new Malformed('Most of the MP3 is no sound.');
  if (!frame) throw new Malformed('The MP3 has no sound.');
  const [first] = headers;
  const last = headers.at(-1);
  // What is padded is the end that the encoder wrote, which a file that was cut does not have.
  const isWhole = last?.header.frames === frames - (last?.framesBefore ?? 0);
  const delay = first?.framesBefore === 0 ? first.header.delay : 0;
  const padding = isWhole ? last.header.padding : 0;
  const isPlausible = delay + padding < frames * frame.samples;
  return { frame, frames, delay: isPlausible ? delay : 0, padding: isPlausible ? padding : 0 };
}

async function scanNoise(
  examination: Examination,
  lastFrame: number,
  { at, end }: { at: number; end: number },
): Promise<void> {
  // What was put in the middle of a frame begins within the last one that could be read.
  await examination.scan(lastFrame, end - lastFrame, 'between the frames of sound');
  examination.checkPayload(await examination.upTo(at, Math.min(512, end - at)), 'after the frames of sound');
}

async function examineFrames(examination: Examination, { from: first, to: end }: ByteRange): Promise<Facts> {
  const { frame, header } = await readFirstFrame(examination, first);
  if (frame.layer !== 3) {
    examination.rejectUnsupported(`a recording with MPEG layer ${frame.layer === 1 ? 'I' : 'II'} sound`);
  }
  const sound =
    examination.depth === 'whole' && frame.layer === 3
      ? await readMp3Sound(examination, { from: first, to: end })
      : undefined;
  const { channels, sampleRateHertz } = sound?.frame ?? frame;
  return audioFacts({
    mimeType: 'audio/mpeg',
    track: { kind: 'audio', codec: 'mp3', channels, sampleRateHertz },
    durationSeconds: sound
      ? secondsOf(sound.frames * sound.frame.samples, sound, sound.frame)
      : estimateSeconds(frame, header, end - first),
    packets: sound?.frames,
    target: 'mp3',
    soundRange: { from: first, to: end },
  });
}

export async function examineMp3(examination: Examination): Promise<Facts> {
  const afterTags = await skipId3(examination, 0);
  if (afterTags > examination.size) throw new Malformed('The tag at the beginning is larger than the file.');
  const from = await skipToSound(examination, afterTags);
  return examineFrames(examination, { from, to: await startOfTailTags(examination, from) });
}

/** MP3 in another format. */
export async function examineMp3Within(examination: Examination, { from, to }: ByteRange): Promise<Facts> {
  return examineFrames(examination, { from: await skipToSound(examination, from), to });
}

async function skipToSound(examination: Examination, from: number): Promise<number> {
  const first = await findFirstFrame(examination, from);
  if (first === undefined) {
    if (isFreeFormat(await examination.upTo(from, 4))) examination.rejectFeature('an MP3', 'free format');
    throw new Malformed('The MP3 has no sound.');
  }
  await examination.scan(from, first - from, 'before the sound');
  return first;
}
