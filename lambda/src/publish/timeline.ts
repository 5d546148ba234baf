/** The time of a film as its edit lists have it, and what of it is lost to cuts without a key frame. In seconds. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export class Timeline {
  /** In order, and apart from one another. */
  readonly #lost: readonly Interval[];

  constructor(lost: readonly Interval[]) {
    this.#lost = lost;
  }

  get lostSeconds(): number {
    return this.lostBefore(Infinity);
  }

  /** How much is lost before a time: what comes there comes so much earlier. */
  lostBefore(time: number): number {
    let sum = 0;
    for (const { from, to } of this.#lost) sum += Math.max(0, Math.min(time, to) - from);
    return sum;
  }

  /** What is left of an interval. */
  kept({ from, to }: Interval): Interval[] {
    const kept: Interval[] = [];
    let at = from;
    for (const lost of this.#lost) {
      if (lost.to <= at || lost.from >= to) continue;
      if (lost.from > at) kept.push({ from: at, to: lost.from });
      at = lost.to;
    }
    if (at < to) kept.push({ from: at, to });
    return kept;
  }
}
