/** AAC in ADTS: ISO/IEC 13818-7 §6.2 and 14496-3 §1.A.2.2. */
import { Malformed, u16be, u24be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { audioFacts, type Facts } from './facts.ts';
import type { ByteRange } from './byte-range.ts';
import { findSound, followsFrames, walkFrames, type SoundFrame } from './sound-frames.ts';
import { beginsTailTag, skipId3, startOfTailTags } from './tags.ts';

const sampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];
const headBytes = 7;

interface AdtsFrame extends SoundFrame {
  readonly channels: number;
}

/** Sync FFF, layer 0, then profile, rate, channels, 13 bits of frame length, blocks − 1 of 1024 samples. */
function readAdtsFrame(bytes: Uint8Array, at: number): AdtsFrame | undefined {
  if (at + headBytes > bytes.length) return undefined;
  if ((u16be(bytes, at) & 0xfff6) !== 0xfff0) return undefined;
  const rate = sampleRates[(u8(bytes, at + 2) >> 2) & 15];
  const length = (u24be(bytes, at + 3) >> 5) & 0x1fff;
  if (rate === undefined || length <= headBytes) return undefined;
  const channels = ((u8(bytes, at + 2) & 1) << 2) | (u8(bytes, at + 3) >> 6);
  return {
    bytes: length,
    samples: ((u8(bytes, at + 6) & 3) + 1) * 1024,
    sampleRateHertz: rate,
    channels: channels === 7 ? 8 : channels,
    // Profile and rate, and channels.
    kind: ((u8(bytes, at + 2) & 0xfc) << 1) | channels,
    isEncoderHeader: false,
  };
}

const framesInARow = 3;

/** Whether ADTS frames of one kind follow one another from `at`; where the sound ends first, one of them is enough. */
export function beginsAdts(head: Uint8Array, at: number, isWholeFile: boolean): boolean {
  const first = readAdtsFrame(head, at);
  if (!first) return false;
  let next = at;
  for (let index = 0; index < framesInARow; index += 1) {
    if (next >= head.length) return !isWholeFile || index >= 1;
    const frame = readAdtsFrame(head, next);
    if (!frame) return isWholeFile && index >= 1 && beginsTailTag(head, next);
    if (frame.kind !== first.kind) return false;
    next += frame.bytes;
  }
  return true;
}

/** The first frame at or behind `from`; more of them in a row are wanted than where a file begins with one. */
export const findAdts = (examination: Examination, from: number): Promise<number | undefined> =>
  findSound(examination, from, (bytes, at, isAtEnd) =>
    followsFrames(readAdtsFrame, bytes, at, framesInNoise, isAtEnd),
  );
const framesInNoise = 5;

/** The first look's guess: the size of the frames within its reach stands for all. */
const sampleBytes = 32 * 1024;

interface AdtsSound {
  frames: number;
  seconds: number;
  /** Behind the last frame. */
  end: number;
}

/**
 * Goes from frame to frame; what lies between is noise, looked at for what could run.
 * @param take gets all the frames, in their order.
 */
export async function readAdtsSound(
  examination: Examination,
  { from, to }: ByteRange,
  take: (bytes: Uint8Array) => Promise<void> = () => Promise.resolve(),
): Promise<AdtsSound> {
  const sound: AdtsSound = { frames: 0, seconds: 0, end: from };
  let lostBytes = 0;
  for await (const stretch of walkFrames(examination, readAdtsFrame, from, to)) {
    if (stretch.holds === 'ANOTHER_KIND') examination.rejectUnsupportedFeature('FORMAT_CHANGE');
    if (stretch.holds === 'NOISE' && examination.depth === 'whole') {
      await examination.scan(stretch.at, stretch.end - stretch.at, 'behind the sound');
      lostBytes += stretch.end - stretch.at;
    }
    if (stretch.holds !== 'FRAMES') continue;
    await take(stretch.bytes);
    sound.frames += stretch.frames.length;
    for (const { samples, sampleRateHertz } of stretch.frames) sound.seconds += samples / sampleRateHertz;
    sound.end = stretch.at + stretch.bytes.length;
  }
  if (sound.frames === 0) throw new Malformed('The AAC has no sound.');
  if (lostBytes > (to - from) / 2) throw new Malformed('Most of the AAC is no sound.');
  return sound;
}

export async function examineAdts(examination: Examination): Promise<Facts> {
  const afterTags = await skipId3(examination, 0);
  const isAtOnce = readAdtsFrame(await examination.upTo(afterTags, headBytes), 0) !== undefined;
  const from = isAtOnce ? afterTags : await findAdts(examination, afterTags);
  const first = from === undefined ? undefined : readAdtsFrame(await examination.upTo(from, headBytes), 0);
  if (from === undefined || !first) throw new Malformed('The AAC has no sound.');
  await examination.scan(afterTags, from - afterTags, 'before the sound');
  const to = await startOfTailTags(examination, from);
  const isWhole = examination.depth === 'whole';
  const sound = await readAdtsSound(examination, {
    from,
    to: isWhole ? to : Math.min(to, from + sampleBytes),
  });
  const share = isWhole || sound.end >= to ? 1 : (to - from) / (sound.end - from);
  return audioFacts({
    mimeType: 'audio/aac',
    track: {
      kind: 'audio',
      codec: 'aac',
      channels: first.channels > 0 ? first.channels : null,
      sampleRateHertz: first.sampleRateHertz,
    },
    durationSeconds: sound.seconds * share,
    packets: isWhole ? sound.frames : undefined,
    target: 'adts',
    soundRange: { from, to },
  });
}
