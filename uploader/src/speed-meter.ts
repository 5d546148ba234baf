/** Speed over the last few seconds, so that it neither jumps with each packet nor lags behind a change. */
export class SpeedMeter {
  readonly #windowMs: number;
  #samples: { atMs: number; bytes: number }[] = [];

  constructor(windowMs = 5000) {
    this.#windowMs = windowMs;
  }

  /** `bytes` is the total so far. A total that shrinks (a part sent again) starts the window over. */
  add(atMs: number, bytes: number): void {
    const last = this.#samples.at(-1);
    if (last && bytes < last.bytes) this.#samples = [];
    this.#samples.push({ atMs, bytes });
    while (this.#samples.length > 2 && atMs - (this.#samples[0]?.atMs ?? atMs) > this.#windowMs) {
      this.#samples.shift();
    }
  }

  /** Null until there is half a second to go by. */
  bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < 500) return null;
    return ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1000;
  }
}
