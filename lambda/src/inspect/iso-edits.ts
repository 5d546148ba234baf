/** Edit lists: what of a track plays, and when (ISO/IEC 14496-12 §8.6.5, §8.6.6). */
import { i32be, Malformed, u32be, u64be } from './bytes.ts';
import type { Examination } from './examination.ts';
import { contentOf, type Box } from './iso-boxes.ts';
import type { PlayedPart } from './inspection.ts';

export interface Edit {
  /** In units of the movie; 0 stands for all that follows, which fragments need (§8.6.6.3). */
  readonly duration: number;
  /** In units of the track; undefined for an edit that plays nothing. */
  readonly mediaTime: number | undefined;
  /** 16.16 fixed point. */
  readonly rate: number;
}

const normalRate = 0x1_0000;
/** Times are rounded twice: to units of the movie, and of the track. */
const sameSeconds = 0.001;
const maxListBytes = 64 * 1024;

export async function readEditList(examination: Examination, elst: Box): Promise<Edit[]> {
  const bytes = await contentOf(examination, elst, maxListBytes);
  const isLong = bytes[0] === 1;
  const rowBytes = isLong ? 20 : 12;
  const count = u32be(bytes, 4);
  if (8 + count * rowBytes > bytes.length) throw new Malformed('An edit list is cut short.');
  return Array.from({ length: count }, (_, index): Edit => {
    const at = 8 + index * rowBytes;
    const isEmpty = i32be(bytes, at + rowBytes - 8) === -1 && (!isLong || i32be(bytes, at + 8) === -1);
    const mediaTime = isLong ? u64be(bytes, at + 8) : u32be(bytes, at + 4);
    return {
      duration: isLong ? u64be(bytes, at) : u32be(bytes, at),
      mediaTime: isEmpty ? undefined : mediaTime,
      rate: u32be(bytes, at + rowBytes - 4),
    };
  });
}

/** What can't be had by copying samples: another speed than the recorded one, or one picture that stands. */
export function checkRates(examination: Examination, edits: readonly Edit[]): void {
  const rates = new Set(edits.flatMap(({ mediaTime, rate }) => (mediaTime === undefined ? [] : [rate])));
  if (rates.has(0)) examination.rejectUnsupportedFeature('FREEZE_FRAME');
  rates.delete(0);
  rates.delete(normalRate);
  if (rates.size > 0) examination.rejectUnsupportedFeature('PLAYBACK_SPEED');
}

/** The parts that play, with times in seconds. */
export function playedParts(
  edits: readonly Edit[],
  movieTimescale: number,
  trackTimescale: number,
): PlayedPart[] {
  const parts: PlayedPart[] = [];
  let units = 0;
  for (const { duration, mediaTime } of edits) {
    const part = mediaTime !== undefined && {
      atSeconds: units / movieTimescale,
      mediaSeconds: mediaTime / trackTimescale,
      durationSeconds: duration === 0 ? null : duration / movieTimescale,
    };
    const joined = part && joinedWith(parts.at(-1), part);
    if (joined) parts.splice(-1, 1, joined);
    else if (part) parts.push(part);
    units += duration;
  }
  return parts;
}

/** A cut at which nothing is left out is none. */
function joinedWith(before: PlayedPart | undefined, part: PlayedPart): PlayedPart | undefined {
  const { atSeconds = 0, mediaSeconds = 0, durationSeconds = null } = before ?? {};
  if (durationSeconds === null) return undefined;
  const isSeamless =
    Math.abs(mediaSeconds + durationSeconds - part.mediaSeconds) < sameSeconds &&
    Math.abs(atSeconds + durationSeconds - part.atSeconds) < sameSeconds;
  if (!isSeamless) return undefined;
  const end = part.durationSeconds === null ? null : part.mediaSeconds + part.durationSeconds;
  return { atSeconds, mediaSeconds, durationSeconds: end === null ? null : end - mediaSeconds };
}
