/** Which pictures of a film are copied, by the parts that play. */
import type { UnsupportedFeature } from '@media-feed/contract';
import type { PlayedPart } from '../inspect/inspection.ts';
import type { PacketTimes } from './packet-times.ts';
import { sameSeconds, type Run } from './run.ts';
import type { Interval } from './timeline.ts';

export interface PictureCuts {
  /** Not yet shifted by what is lost: `shiftSeconds` leads to the edit list's time. */
  readonly runs: readonly Run[];
  /** On the edit list's time. */
  readonly lost: readonly Interval[];
  readonly playedSeconds: number;
}

/**
 * Pictures that are decoded before one that doesn't play, and shown behind it, need it: they are left out with it.
 * That is at most what an encoder reorders; beyond this it is no such thing.
 */
const maxReorderSeconds = 1;

const everything: PlayedPart = { atSeconds: 0, mediaSeconds: 0, durationSeconds: null };

/**
 * Begins each part at a key frame: the one shown where the part begins, or the next. Ends it before the first picture,
 * in decode order, that is shown when the part is over, so that no picture that doesn't play is in the output.
 */
export function cutPictures(
  times: PacketTimes,
  parts: readonly PlayedPart[] = [everything],
): PictureCuts | UnsupportedFeature {
  const pictures = new Pictures(times);
  const runs: Run[] = [];
  const lost: Interval[] = [];
  let playedSeconds = 0;
  let packets = 0;
  for (const { atSeconds, mediaSeconds, durationSeconds } of parts) {
    const end = mediaSeconds + (durationSeconds ?? Infinity);
    const shown = pictures.shownWithin(mediaSeconds, end);
    if (!shown) continue;
    const key = pictures.keyWithin(mediaSeconds, end);
    if (key === undefined) return 'CUT_WITHOUT_KEY_FRAME';
    const { shownUpTo, ...run } = pictures.runFrom(key, end);
    if (shown.to - shownUpTo > maxReorderSeconds) return 'CUT_WITHOUT_KEY_FRAME';
    packets += run.count;
    // Each time through is work: a list may repeat the same part thousands of times.
    if (packets > 2 * times.count) return 'REPEATED_PARTS';
    const shiftSeconds = atSeconds - mediaSeconds;
    runs.push({ first: key, shiftSeconds, showFrom: mediaSeconds, ends: 'SHORTENED', ...run });
    if (run.from > shown.from + sameSeconds) {
      lost.push({ from: shown.from + shiftSeconds, to: run.from + shiftSeconds });
    }
    playedSeconds += shown.to - shown.from;
  }
  return { runs, lost, playedSeconds };
}

class Pictures {
  readonly #times: PacketTimes;
  /** Indexes of packets in the order in which they are shown. */
  readonly #order: Uint32Array;
  /** The same for key frames. */
  readonly #keys: Uint32Array;

  constructor(times: PacketTimes) {
    this.#times = times;
    const { starts, keys, count } = times;
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    const isInOrder = starts.every((start, index) => index === 0 || start >= (starts[index - 1] ?? 0));
    this.#order = isInOrder ? order : order.sort((one, other) => this.#startOf(one) - this.#startOf(other));
    this.#keys = this.#order.filter((index) => keys[index] === 1);
  }

  #startOf(index: number | undefined): number {
    return index === undefined ? Infinity : (this.#times.starts[index] ?? Infinity);
  }

  #endOf(index: number): number {
    return this.#startOf(index) + (this.#times.durations[index] ?? 0);
  }

  /** Where the first of `indexes`, which are in the order of showing, stands that is shown at or after a time. */
  #firstFrom(indexes: Uint32Array, time: number): number {
    let [low, high] = [0, indexes.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#startOf(indexes[middle]) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where the first of `indexes` stands that is still shown at a time, or comes after it. */
  #firstShown(indexes: Uint32Array, time: number): number {
    const next = this.#firstFrom(indexes, time + sameSeconds);
    const before = indexes[next - 1];
    return before !== undefined && this.#endOf(before) > time + sameSeconds ? next - 1 : next;
  }

  /** From when to when pictures are shown in a part; undefined where there are none. */
  shownWithin(start: number, end: number): Interval | undefined {
    const from = Math.max(start, this.#startOf(this.#order[this.#firstShown(this.#order, start)]));
    if (from > end - sameSeconds) return undefined;
    const last = this.#order[this.#firstFrom(this.#order, end - sameSeconds) - 1];
    return last === undefined ? undefined : { from, to: Math.min(end, Math.max(from, this.#endOf(last))) };
  }

  /** The first key frame of a part. */
  keyWithin(start: number, end: number): number | undefined {
    const key = this.#keys[this.#firstShown(this.#keys, start)];
    return key !== undefined && this.#startOf(key) < end - sameSeconds ? key : undefined;
  }

  /** What can be decoded from a key frame on without a picture that is shown later than `end`. */
  runFrom(key: number, end: number) {
    const from = this.#startOf(key);
    let shownUpTo = from;
    let next = key;
    while (next < this.#times.count && this.#startOf(next) < end - sameSeconds) {
      shownUpTo = Math.max(shownUpTo, this.#endOf(next));
      next += 1;
    }
    return { count: next - key, from, to: end, shownUpTo };
  }
}
