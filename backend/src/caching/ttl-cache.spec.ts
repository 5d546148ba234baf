import { describe, expect, it } from '@jest/globals';
import { TtlCache } from './ttl-cache.ts';

function cacheAt(maxEntries = 10) {
  let clock = 1;
  let made = 0;
  const cache = new TtlCache<number>(1000, maxEntries, () => clock);
  const get = async (key = 'first page') => (await cache.get(key, () => Promise.resolve(++made))).value;
  return { cache, get, wait: (ms: number) => (clock += ms), made: () => made };
}

describe('a TTL cache', () => {
  it('makes a value once while it is fresh, and anew when its time is over', async () => {
    const { get, wait } = cacheAt();
    expect(await get()).toBe(1);
    wait(1000);
    expect(await get()).toBe(1);
    wait(1);
    expect(await get()).toBe(2);
  });

  it('keeps nothing where the time is 0', async () => {
    const cache = new TtlCache<number>(0, 10);
    let made = 0;
    const get = async () => (await cache.get('page', () => Promise.resolve(++made))).value;
    expect([await get(), await get()]).toEqual([1, 2]);
  });

  it('lets all who ask meanwhile wait for the same one', async () => {
    const { get, made } = cacheAt();
    expect(await Promise.all(Array.from({ length: 50 }, () => get()))).toEqual(
      Array.from({ length: 50 }, () => 1),
    );
    expect(made()).toBe(1);
  });

  it('counts the age from before the value was made', async () => {
    const { cache, wait } = cacheAt();
    const { promise, resolve } = Promise.withResolvers<number>();
    const first = cache.get('slow', () => promise);
    wait(700);
    resolve(1);
    expect(await first).toEqual({ value: 1, freshUntil: 1001 });
    wait(301);
    expect((await cache.get('slow', () => Promise.resolve(2))).value).toBe(2);
  });

  it('keeps no failure', async () => {
    const { cache } = cacheAt();
    await expect(cache.get('page', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect((await cache.get('page', () => Promise.resolve(7))).value).toBe(7);
  });

  it('forgets what was asked for longest ago when there are too many', async () => {
    const { get } = cacheAt(2);
    expect([await get('a'), await get('b'), await get('c'), await get('c'), await get('b')]).toEqual([
      1, 2, 3, 3, 2,
    ]);
    expect(await get('a')).toBe(4);
    expect(await get('c')).toBe(5);
  });
});
