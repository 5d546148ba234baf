/** Packets of a track that are copied, and where each of them comes to stand. Times in seconds. */

/** Two times are the same where only rounding to units of the movie lies between them. */
export const sameSeconds = 0.0006;

/** Packets that follow one another in decode order. */
export interface Run {
  /** Index of the first packet. */
  readonly first: number;
  /** Packets to go through; those that play outside of `from` to `to`, on the track's time, are left out. */
  readonly count: number;
  readonly from: number;
  readonly to: number;
  /** A packet that plays before is shown from here on. */
  readonly showFrom: number;
  /**
   * What becomes of the packets at the ends: they stay as they are, are shown or sound shorter than they are, or, where
   * a packet is nothing but a row of numbers, are cut.
   */
  readonly ends: 'WHOLE' | 'SHORTENED' | 'CUT';
  /** From the track's time to that of the output. */
  readonly shiftSeconds: number;
}

export interface Place {
  /** On the output's time. */
  readonly start: number;
  readonly duration: number;
  /** What of the packet is written: seconds from its beginning, and the share of its bytes. */
  readonly skipped: number;
  readonly share: number;
}

/** Where a packet comes to stand; undefined where it is left out. */
export function placeIn(run: Run, start: number, duration: number): Place | undefined {
  const end = start + duration;
  const isCut = run.ends === 'CUT';
  if (start >= run.to || (isCut ? end <= run.from : start < run.from)) return undefined;
  const from = Math.max(start, isCut ? run.from : run.showFrom);
  const to = run.ends === 'WHOLE' ? end : Math.min(end, run.to);
  const played = Math.max(0, to - from);
  if (isCut && played === 0) return undefined;
  return {
    start: from + run.shiftSeconds,
    duration: played,
    skipped: isCut ? from - start : 0,
    share: isCut && duration > 0 ? played / duration : 1,
  };
}
