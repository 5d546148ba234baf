/** What a numbered page reads, counted by PostgreSQL itself over a single connection. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { seedFeed } from '../media/support/seed.ts';

const itemCount = 20_000;
const pageSize = 10;

describe('a numbered page', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp({ databasePoolSize: 1 });
    const { user } = await signUpPerson(app.url);
    const seeds = Array.from({ length: itemCount }, (_, index) => ({
      uploaderId: user.id,
      publishedAt: Date.UTC(2026, 0, 1) + index * 60_000,
      ...(index % 2 === 0 && { caption: '#deep' }),
    }));
    for (let from = 0; from < seeds.length; from += 5000) {
      await seedFeed(app.database, seeds.slice(from, from + 5000));
    }
    // As autovacuum does within a minute.
    await app.database.query({ name: 'test_analyze', text: 'ANALYZE' });
  });
  afterAll(() => app.close());

  /** Rows that this connection has read since it began; reported at once, not within a second. */
  async function rowsReadSoFar(): Promise<number> {
    await app.database.query({ name: 'test_flush', text: 'SELECT pg_stat_force_next_flush()' });
    const [row] = await app.database.query<{ read: string }>({
      name: 'test_rows_read',
      text: `SELECT (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes)
                  + (SELECT sum(coalesce(seq_tup_read, 0)) FROM pg_stat_user_tables) AS read`,
    });
    return Number(row?.read);
  }

  it.each([
    { page: 1 },
    { page: 1000 },
    { page: itemCount / pageSize },
    { page: 1, tag: 'deep' },
    { page: 500, tag: 'deep' },
    { page: itemCount / pageSize / 2, tag: 'DEEP', type: 'IMAGE' },
  ])('as %j reads few rows, however deep', async (place) => {
    const before = await rowsReadSoFar();
    const { items } = await new MediaApi(app.url).page({ ...place, size: pageSize });
    const read = (await rowsReadSoFar()) - before;

    expect(items).toHaveLength(pageSize);
    expect(read).toBeGreaterThanOrEqual(pageSize);
    expect(read).toBeLessThan(1000);
  });
});
