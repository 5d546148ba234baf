import type { ThrottlerStorage } from '@nestjs/throttler';

/** What became of one call that was counted. */
export type CountedCall = Awaited<ReturnType<ThrottlerStorage['increment']>>;

interface Window {
  calls: number;
  endsAtMs: number;
}

/**
 * Calls by key within a window that begins with the first of them, in this process alone. Keeps at most
 * `maxKeys` windows, so that a flood of new keys costs no more memory: beyond that the oldest is forgotten.
 */
export class LocalRateLimitStore implements ThrottlerStorage {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly maxKeys = 100_000,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  increment(key: string, windowMs: number, limit: number): Promise<CountedCall> {
    const now = this.nowMs();
    let window = this.windows.get(key);
    if (!window || window.endsAtMs <= now) {
      // Anew at the end of the map: its order is the order in which windows began.
      this.windows.delete(key);
      this.makeRoom();
      window = { calls: 0, endsAtMs: now + windowMs };
      this.windows.set(key, window);
    }
    window.calls += 1;
    return Promise.resolve(describeCall(window.calls, limit, (window.endsAtMs - now) / 1000));
  }

  /** Takes one call back. */
  forgive(key: string): void {
    const window = this.windows.get(key);
    if (window) window.calls -= 1;
  }

  private makeRoom(): void {
    if (this.windows.size < this.maxKeys) return;
    const [oldest] = this.windows.keys();
    if (oldest !== undefined) this.windows.delete(oldest);
  }
}

export function describeCall(calls: number, limit: number, secondsLeft: number): CountedCall {
  const isBlocked = calls > limit;
  const seconds = Math.max(1, Math.ceil(secondsLeft));
  return { totalHits: calls, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 };
}
