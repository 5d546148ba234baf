/** A value and when the work that made it began. */
export interface Kept<Value> {
  readonly value: Value;
  /** On the clock of `performance.now()`; past it the value is too old to be given out. */
  readonly freshUntil: number;
}

/**
 * Keeps values for a fixed time. Whoever asks while a value is being made waits for that one (single flight), so that
 * under any load each is made once in that time. Its age counts from before it was made: what is given out is never
 * older.
 */
export class TtlCache<Value> {
  private readonly entries = new Map<string, { startedAt: number; made: Promise<Kept<Value>> }>();

  constructor(
    private readonly maxAgeMs: number,
    private readonly maxEntries: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get(key: string, make: () => Promise<Value>): Promise<Kept<Value>> {
    const known = this.entries.get(key);
    if (known && this.now() - known.startedAt < this.maxAgeMs) return known.made;
    const startedAt = this.now();
    const freshUntil = startedAt + this.maxAgeMs;
    const made = make().then((value) => ({ value, freshUntil }));
    this.keep(key, { startedAt, made });
    // A failure reaches those who waited for it, and to nobody after them.
    made.catch(() => {
      if (this.entries.get(key)?.made === made) this.entries.delete(key);
    });
    return made;
  }

  /** What is being made now is still given to those who wait for it, and to nobody else. */
  clear(): void {
    this.entries.clear();
  }

  private keep(key: string, entry: { startedAt: number; made: Promise<Kept<Value>> }): void {
    // The Map's order is that of making, so that the first is the oldest.
    this.entries.delete(key);
    this.entries.set(key, entry);
    for (const [oldest, { startedAt }] of this.entries) {
      if (this.entries.size <= this.maxEntries && this.now() - startedAt < this.maxAgeMs) break;
      this.entries.delete(oldest);
    }
  }
}
