/** AAC in ADTS: ISO/IEC 13818-7 §6.2 and 14496-3 §1.A.2.2. */
import { Malformed, u16be, u24be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { audioFacts, type Facts } from './facts.ts';
import { skipId3, startOfTailTags } from './tags.ts';

const sampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];
const headBytes = 7;

interface AdtsFrame {
  bytes: number;
  samples: number;
  sampleRateHertz: number;
  channels: number;
  /** Version, profile, rate and channels: what does not change within one recording. */
  kind: number;
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
    kind: (u24be(bytes, at + 1) & 0xffffc0) >>> 6,
  };
}

const framesInARow = 3;

/** Whether ADTS frames of one kind follow one another from `at`. */
export function beginsAdts(head: Uint8Array, at: number, isWholeFile: boolean): boolean {
  const first = readAdtsFrame(head, at);
  if (!first) return false;
  let next = at;
  for (let index = 0; index < framesInARow; index += 1) {
    if (next >= head.length) return !isWholeFile || index >= 1;
    const frame = readAdtsFrame(head, next);
    if (frame?.kind !== first.kind) return false;
    next += frame.bytes;
  }
  return true;
}

/** The first look's guess: the size of the frames within its reach stands for all. */
const sampleBytes = 32 * 1024;

interface Walk {
  frames: number;
  seconds: number;
  end: number;
}

async function walkFrames(examination: Examination, from: number, end: number): Promise<Walk> {
  const walk: Walk = { frames: 0, seconds: 0, end: from };
  while (walk.end < end) {
    const frame = readAdtsFrame(await examination.upTo(walk.end, headBytes), 0);
    if (!frame || walk.end + frame.bytes > examination.size) break;
    walk.frames += 1;
    walk.seconds += frame.samples / frame.sampleRateHertz;
    walk.end += frame.bytes;
  }
  return walk;
}

export async function examineAdts(examination: Examination): Promise<Facts> {
  const from = await skipId3(examination, 0);
  const first = readAdtsFrame(await examination.upTo(from, headBytes), 0);
  if (!first) throw new Malformed('The AAC has no sound.');
  const end = await startOfTailTags(examination, from);
  const isWhole = examination.depth === 'whole';
  const reach = isWhole ? end : Math.min(end, from + sampleBytes);
  const walk = await walkFrames(examination, from, reach);
  if (walk.frames === 0) throw new Malformed('The AAC has no sound.');
  if (isWhole) {
    await examination.scan(walk.end, end - walk.end, 'behind the sound');
    if (end - walk.end > (end - from) / 2) throw new Malformed('Most of the AAC is no sound.');
  }
  const share = walk.end >= end ? 1 : (end - from) / (walk.end - from);
  return audioFacts({
    mimeType: 'audio/aac',
    track: {
      kind: 'audio',
      codec: 'aac',
      channels: first.channels > 0 ? first.channels : null,
      sampleRateHertz: first.sampleRateHertz,
    },
    durationSeconds: walk.seconds * (isWhole ? 1 : share),
    target: 'adts',
  });
}
