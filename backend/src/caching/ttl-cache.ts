import { LRUCache } from 'lru-cache';

/** A value and when the work that made it began. */
export interface Kept<Value> {
  readonly value: Value;
  /** On the clock of `performance.now()`; past it the value is too old to be given out. */
  readonly freshUntil: number;
}

/**
 * Keeps values for a fixed time. Whoever asks while a value is being made waits for that one (single flight), so that
 * under any load each is made once in that time. Its age counts from before it was made: what is given out is never
 * older. That is why promises are kept, and not values by the library's `fetchMethod`, which counts from when they
 * are there.
 */
export class TtlCache<Value> {
  private readonly entries: LRUCache<string, Promise<Kept<Value>>> | undefined;

  /** @param maxAgeMs 0 makes each value anew, for everybody who asks */
  constructor(
    private readonly maxAgeMs: number,
    maxEntries: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    // To the library a time of 0 is for ever.
    if (maxAgeMs > 0) {
      this.entries = new LRUCache({ max: maxEntries, ttl: maxAgeMs, ttlResolution: 0, perf: { now } });
    }
  }

  get(key: string, make: () => Promise<Value>): Promise<Kept<Value>> {
    const known = this.entries?.get(key);
    if (known) return known;
    const freshUntil = this.now() + this.maxAgeMs;
    const made = make().then((value) => ({ value, freshUntil }));
    this.entries?.set(key, made);
    // A failure reaches those who waited for it, and to nobody after them.
    made.catch(() => {
      if (this.entries?.peek(key) === made) this.entries.delete(key);
    });
    return made;
  }

  /** What is being made now is still given to those who wait for it, and to nobody else. */
  clear(): void {
    this.entries?.clear();
  }
}
