import { describe, expect, it } from '@jest/globals';
import { LocalRateLimitStore } from './local-rate-limit-store.ts';

describe('a local rate-limit store', () => {
  it('lets through as many as the limit says, and tells exactly when the window ends', async () => {
    let now = 0;
    const counters = new LocalRateLimitStore(10, () => now);
    const call = () => counters.increment('kim', 60_000, 2);
    expect(await call()).toMatchObject({ totalHits: 1, isBlocked: false });
    now = 10_500;
    expect(await call()).toMatchObject({ isBlocked: false });

    expect(await call()).toMatchObject({ isBlocked: true, timeToBlockExpire: 50 });

    now = 59_999;
    expect(await call()).toMatchObject({ isBlocked: true, timeToBlockExpire: 1 });
    now = 60_000;
    expect(await call()).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('keeps keys apart, and no more of them than it may: the oldest goes', async () => {
    const counters = new LocalRateLimitStore(2, () => 0);
    const call = async (key: string) => (await counters.increment(key, 1000, 1)).totalHits;
    expect([await call('a'), await call('b'), await call('a'), await call('c')]).toEqual([1, 1, 2, 1]);

    expect(await call('b')).toBe(2);
    expect(await call('a')).toBe(1);
  });
});
