/** The second for which everybody gets the same page, and what it must not hold. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { emptyFeed, seedFeed } from '../media/support/seed.ts';
import { Lambda, readyResult } from '../media/support/inspection-results.ts';

const ours = 'http://localhost:5173';
let app: TestApp;
let api: MediaApi;
let ada: Person;
let mediaId: string;

beforeAll(async () => {
  app = await startTestApp({ feedCacheMilliseconds: 1000, trustProxyHops: 1 });
  api = new MediaApi(app.url);
  ada = await signUpPerson(app.url);
});
beforeEach(async () => {
  await emptyFeed(app.database);
  [mediaId = ''] = await seedFeed(app.database, [{ uploaderId: ada.user.id }]);
});
afterAll(() => app.close());

let cacheBuster = 0;
/** A page that no other test has asked for. */
const newPath = () => `/media?size=${String((cacheBuster += 1))}`;
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${app.url}${path}`, { headers });
const metric = async () => {
  const text = await (await get('/metrics')).text();
  return Number(
    /^http_requests_total\{method="GET",route="\/media",status="200"\} (\d+)/m.exec(text)?.[1] ?? 0,
  );
};
/** Like the storm that docs/performance.md measures: how often the statement really ran. */
async function statementsRun(): Promise<number> {
  await app.database.query({ name: 'test_flush', text: 'SELECT pg_stat_force_next_flush()' });
  const [row] = await app.database.query<{ reads: string }>({
    name: 'test_reads',
    text: `SELECT pg_stat_get_numscans('media_feed_idx'::regclass) AS reads`,
  });
  return Number(row?.reads);
}

describe('a page that everybody gets alike', () => {
  it('is the same bytes under one tag, and 304 to whoever has them', async () => {
    const path = newPath();
    const first = await get(path);
    const again = await get(path);
    expect(await again.text()).toBe(await first.text());
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect(again.headers.get('etag')).toBe(etag);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const unchanged = await get(path, { 'if-none-match': known });
      expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
      expect(unchanged.headers.get('etag')).toBe(etag);
    }
    expect((await get(path, { 'if-none-match': '"x"' })).status).toBe(200);
  });

  it('has the headers of any other answer, and a request id of its own, from the cache too', async () => {
    const path = newPath();
    const headersOf = async () => {
      const { headers } = await get(path, { origin: ours });
      return Object.fromEntries([...headers].filter(([name]) => name !== 'date'));
    };
    const { 'x-request-id': firstId, ...first } = await headersOf();
    const { 'x-request-id': secondId, ...second } = await headersOf();
    expect(second).toEqual(first);
    expect(second).toMatchObject({
      'access-control-allow-origin': ours,
      'cache-control': 'public, max-age=0, s-maxage=1',
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      vary: 'Authorization, Origin',
    });
    expect(secondId).toMatch(/^[\w-]{36}$/);
    expect(secondId).not.toBe(firstId);
    expect((await get(path, { 'x-request-id': 'mine' })).headers.get('x-request-id')).toBe('mine');
  });

  it('allows no origin but ours, whoever asked before', async () => {
    const path = newPath();
    for (const origin of [ours, 'https://evil.example', ours, 'https://evil.example', 'null']) {
      const { headers } = await get(path, { origin });
      expect(headers.get('access-control-allow-origin')).toBe(origin === ours ? ours : null);
    }
    expect((await get(path)).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('asks for TLS only over TLS, whoever asked before', async () => {
    const path = newPath();
    for (const scheme of ['https', 'http', 'https', 'http, https', 'http']) {
      const { headers } = await get(path, { 'x-forwarded-proto': scheme });
      expect(headers.has('strict-transport-security')).toBe(scheme.endsWith('https'));
    }
  });

  it('is read once however many ask at the same time', async () => {
    const path = newPath();
    const before = await statementsRun();
    await Promise.all(Array.from({ length: 200 }, async () => (await get(path)).text()));
    expect((await statementsRun()) - before).toBeLessThanOrEqual(2);
  });

  it('counts in the metrics, cached or not', async () => {
    const path = newPath();
    const before = await metric();
    for (let count = 0; count < 5; count++) await (await get(path)).text();
    expect((await metric()) - before).toBe(5);
  });

  it('is never older than a second', async () => {
    const path = newPath();
    await (await get(path)).text();
    const [newest = ''] = await seedFeed(app.database, [{ uploaderId: ada.user.id }]);
    const publishedAt = performance.now();
    await eventually(async () => {
      const startedAt = performance.now();
      const { items } = (await (await get(path)).json()) as { items: { id: string }[] };
      const there = items.some(({ id }) => id === newest);
      if (startedAt - publishedAt > 1000) expect(there).toBe(true);
      return there;
    });
  });
});

describe('what comes and goes in this process', () => {
  it('is there, and gone, in the next answer', async () => {
    const path = newPath();
    const ids = async () =>
      ((await (await get(path)).json()) as { items: { id: string }[] }).items.map(({ id }) => id);
    const lambda = new Lambda(app.config);
    await ids();
    const upload = await api.presign(ada);
    await lambda.send(readyResult(upload, ada));
    await eventually(async () => (await api.item(upload.mediaId, ada)).status === 'READY');
    expect(await ids()).toContain(upload.mediaId);
    await api.call(`/media/${upload.mediaId}`, { method: 'DELETE', token: ada.token });
    expect(await ids()).not.toContain(upload.mediaId);
    lambda.close();
  });
});

describe('what the cache keeps out', () => {
  it('gives a signed-in reader their own likes as they are now', async () => {
    const path = newPath();
    const own = async () => {
      const { body } = await api.call(path, { token: ada.token });
      return (body as { items: { liked: boolean; likesCount: number; fileName: string | null }[] }).items[0];
    };
    await (await get(path)).text();
    expect(await own()).toMatchObject({ liked: false, likesCount: 0, fileName: 'a.png' });
    await api.call(`/media/${mediaId}/likes`, { method: 'POST', token: ada.token });
    expect(await own()).toMatchObject({ liked: true, likesCount: 1 });
    const everybody = (await (await get(path)).json()) as { items: object[] };
    expect(everybody.items[0]).toMatchObject({ liked: false, fileName: null });
  });

  it('tells caches to keep nothing of a signed-in answer', async () => {
    const { headers } = await get('/media', { authorization: `Bearer ${ada.token}` });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('etag')).toBeNull();
  });

  it('answers a bad token with 401, however often the page was given out', async () => {
    const path = newPath();
    await (await get(path)).text();
    expect((await get(path, { authorization: 'Bearer rubbish' })).status).toBe(401);
    expect((await get(path, { authorization: '' })).status).toBe(401);
  });

  it('leaves out at once what its owner deletes, for whoever is signed in', async () => {
    const path = newPath();
    await (await get(path)).text();
    await api.call(`/media/${mediaId}`, { method: 'DELETE', token: ada.token });
    const { body } = await api.call(path, { token: ada.token });
    expect((body as { items: unknown[] }).items).toEqual([]);
  });

  it('does not mix up pages', async () => {
    await seedFeed(
      app.database,
      Array.from({ length: 9 }, () => ({ uploaderId: ada.user.id, type: 'AUDIO' as const })),
    );
    const sizes = async (path: string) =>
      ((await (await get(path)).json()) as { items: unknown[] }).items.length;
    for (let round = 0; round < 2; round++) {
      expect(await sizes('/media?size=61')).toBe(10);
      expect(await sizes('/media?size=61&type=AUDIO')).toBe(9);
      expect(await sizes('/media?size=61&page=2')).toBe(0);
    }
  });
});
