import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { SharedRateLimitStore } from '../../src/rate-limiting/shared-rate-limit-store.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await startTestApp();
});
afterAll(() => api.close());

/** Patient, as a busy machine needs it, unless a test is about impatience. */
const newCounters = (patienceMilliseconds = 30_000) =>
  new SharedRateLimitStore(
    { ...api.config, rateLimitPatienceMilliseconds: patienceMilliseconds },
    api.database,
  );
const keyOf = (name: string) => createHash('sha256').update(name).digest('base64url');
const storedCalls = async (key: string) => {
  const text = 'SELECT calls FROM rate_limits WHERE key = $1';
  const [row] = await api.database.query<{ calls: number }>({ name: 'stored-calls', text }, [
    Buffer.from(key, 'base64url'),
  ]);
  return row?.calls;
};

describe('shared counters', () => {
  it('lose no call of many at the same moment', async () => {
    const key = keyOf('at once');
    const instances = [newCounters(), newCounters(), newCounters()];

    const calls = await Promise.all(
      Array.from({ length: 20 }, () =>
        instances.map((instance) => instance.increment(key, 60_000, 20)),
      ).flat(),
    );

    expect(calls.filter((call) => !call.isBlocked)).toHaveLength(20);
  });

  it('tell calls that are counted together apart, each by its key and its turn', async () => {
    const [hot, other] = [keyOf('hot'), keyOf('other')];
    const counters = newCounters();
    const keys = [hot, hot, other, hot, hot];

    const calls = await Promise.all(keys.map((key) => counters.increment(key, 60_000, 3)));

    expect(calls.map(({ totalHits }) => totalHits)).toEqual([1, 2, 1, 3, 4]);
    expect(calls.map(({ isBlocked }) => isBlocked)).toEqual([false, false, false, false, true]);
  });

  it('begin anew when the window has ended, by the clock of the database', async () => {
    const key = keyOf('anew');
    await newCounters().increment(key, 60_000, 5);
    const text = `UPDATE rate_limits SET ends_at = now() - interval '1 ms' WHERE key = $1`;
    await api.database.query({ name: 'end-window', text }, [Buffer.from(key, 'base64url')]);

    expect(await newCounters().increment(key, 60_000, 5)).toMatchObject({ totalHits: 1, timeToExpire: 60 });
  });

  it('refuse a key that is over its limit without asking again', async () => {
    const key = keyOf('refused');
    const counters = newCounters();
    for (let times = 0; times < 5; times++) await counters.increment(key, 60_000, 1);

    expect(await counters.increment(key, 60_000, 1)).toMatchObject({
      isBlocked: true,
      timeToBlockExpire: 60,
    });
    expect(await storedCalls(key)).toBe(2);
  });

  it('count by themselves while the table does not answer, and hold nobody up', async () => {
    const key = keyOf('locked');
    const counters = newCounters(100);
    const locker = new Client({ connectionString: api.config.databaseUrl });
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE rate_limits IN ACCESS EXCLUSIVE MODE');
    try {
      const blocked: boolean[] = [];
      for (let times = 0; times < 3; times++) {
        blocked.push((await counters.increment(key, 60_000, 2)).isBlocked);
      }
      expect(blocked).toEqual([false, false, true]);
    } finally {
      await locker.query('ROLLBACK');
      await locker.end();
    }
  });

  it('forget windows that have ended', async () => {
    const [ended, running] = [keyOf('ended'), keyOf('running')];
    await newCounters().increment(ended, 1, 5);
    await newCounters().increment(running, 60_000, 5);
    const counters = newCounters();
    while ((await storedCalls(ended)) !== undefined) await counters.forgetEnded();

    expect(await storedCalls(running)).toBe(1);
  });
});
