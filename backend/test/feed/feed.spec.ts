/** The feed: numbered pages at any depth, cursors, filters, and people's own lists. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type MediaClass, mediaClasses, type MediaItem, type MediaStatus } from '@media-feed/contract';
import { propertyRuns } from '@media-feed/testing/property-runs';
import fc from 'fast-check';
import { eventually } from '@media-feed/testing/eventually';
import type { Database } from '../../src/database/database.ts';
import { ResultsRepository } from '../../src/processing/results.repository.ts';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { MediaApi, withQuery } from '../media/support/media-api.ts';
import { emptyFeed, type Seed, seedFeed, wrongCounts } from '../media/support/seed.ts';
import { Lambda, readyResult, rejectedResult } from '../media/support/inspection-results.ts';

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  app = await startTestApp({ maxUnfinishedUploads: 1000 });
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
  [ada, bob] = await Promise.all([signUpPerson(app.url), signUpPerson(app.url)]);
});
beforeEach(() => emptyFeed(app.database));
afterAll(async () => {
  lambda.close();
  await app.close();
});

const idsOf = (items: readonly MediaItem[]) => items.map(({ id }) => id);
const remove = (mediaId: string, person = ada) =>
  api.call(`/media/${mediaId}`, { method: 'DELETE', token: person.token });
const like = (mediaId: string, person: Person) =>
  api.call(`/media/${mediaId}/likes`, { method: 'POST', token: person.token });

describe('the feed', () => {
  it('is empty at first', async () => {
    const empty = { items: [], page: 1, size: 20, total: 0, totalPages: 0, nextCursor: null };
    expect(await api.page()).toEqual(empty);
    expect(await api.page({ page: 7, size: 3 })).toEqual({ ...empty, page: 7, size: 3 });
  });

  it('has the same items in the same order by pages, whole or of a type, as by cursor', async () => {
    const start = Date.UTC(2026, 0, 1);
    // Times that collide, lie in one second, minutes, hours or months apart: each level of the counts matters.
    const moment = fc.oneof(
      fc.constantFrom(0, 1, 999, 1000),
      fc.integer({ min: 0, max: 5_000 }),
      fc.integer({ min: 0, max: 400 * 24 * 3600 * 1000 }),
    );
    const items = fc.array(
      fc.record({ at: moment, type: fc.constantFrom(...mediaClasses), removed: fc.boolean() }),
      { maxLength: 40 },
    );
    const filter = fc.constantFrom<MediaClass | undefined>(undefined, ...mediaClasses);
    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 1, max: 7 }), filter, async (layout, size, type) => {
        await emptyFeed(app.database);
        const seeds = layout.map((item) => ({
          uploaderId: ada.user.id,
          type: item.type,
          publishedAt: start + item.at,
        }));
        const ids = await seedFeed(app.database, seeds);
        const removed = ids.filter((_, index) => layout[index]?.removed);
        for (const mediaId of removed) expect((await remove(mediaId)).status).toBe(204);

        const walk = await api.walk({ size, type });
        const kept = layout.filter((item) => !item.removed && (!type || item.type === type));
        expect(walk).toHaveLength(kept.length);
        const order = walk.map(({ publishedAt, id }) => `${publishedAt ?? ''} ${id}`);
        expect(order).toEqual([...order].sort().reverse());

        const totalPages = Math.ceil(walk.length / size);
        for (let page = 1; page <= totalPages + 1; page++) {
          const answer = await api.page({ page, size, type });
          expect(answer).toMatchObject({ total: walk.length, totalPages, page, size });
          expect(idsOf(answer.items)).toEqual(idsOf(walk.slice((page - 1) * size, page * size)));
          if (answer.nextCursor === null) continue;
          const next = await api.pageAfter(answer.nextCursor, { size, type });
          expect(idsOf(next.items)).toEqual(idsOf(walk.slice(page * size, (page + 1) * size)));
        }
        expect(await wrongCounts(app.database)).toEqual([]);
      }),
      { numRuns: propertyRuns(15) },
    );
  });

  it('answers the last page that a number can name', async () => {
    await seedFeed(app.database, [{ uploaderId: ada.user.id }]);
    const answer = await api.page({ page: 1_000_000_000, size: 100 });
    expect(answer).toMatchObject({ items: [], total: 1, totalPages: 1, nextCursor: null });
  });

  it('gives everything that stays READY exactly once to a walk, while others come and go', async () => {
    const seeds = Array.from({ length: 30 }, (_, index) => ({
      uploaderId: ada.user.id,
      publishedAt: Date.now() - 3_600_000 - Math.floor(index / 3),
    }));
    const ids = await seedFeed(app.database, seeds);
    const leaving = ids.filter((_, index) => index % 4 === 0);
    const staying = ids.filter((id) => !leaving.includes(id));

    const walked = await api.walk({ size: 4 }, undefined, async () => {
      await seedFeed(app.database, [{ uploaderId: bob.user.id }]);
      const next = leaving.pop();
      if (next) await remove(next);
    });
    const seen = idsOf(walked).filter((id) => staying.includes(id));
    expect(seen).toHaveLength(staying.length);
    expect([...seen].sort()).toEqual([...staying].sort());
  });

  it('counts exactly while many publish and delete at once', async () => {
    const uploads = await Promise.all(Array.from({ length: 40 }, () => api.presign(ada)));
    const types: MediaClass[] = ['IMAGE', 'VIDEO', 'AUDIO'];
    const deletions = uploads.slice(0, 20).map(({ mediaId }) => remove(mediaId));
    const results = uploads.map((upload, index) =>
      lambda.send(readyResult(upload, ada, { type: types[index % 3] ?? 'IMAGE' })),
    );
    await Promise.all([...deletions, ...results]);
    await eventually(
      () => api.page({ size: 100 }),
      ({ total }) => total === 20,
    );
    await Promise.all(uploads.slice(10, 30).map(({ mediaId }) => remove(mediaId)));
    expect(await wrongCounts(app.database)).toEqual([]);
    const { total, items } = await api.page({ size: 100 });
    expect({ total, shown: items.length }).toEqual({ total: 10, shown: 10 });
  });

  it('counts an item out that is deleted while the first result of its second commits', async () => {
    const upload = await api.presign(ada);
    const result = { ...readyResult(upload, ada), mediaId: upload.mediaId, userId: ada.user.id };
    const removed = await app.database.transaction(async (publication) => {
      await new ResultsRepository(publication as unknown as Database).record(result);
      const removal = remove(upload.mediaId);
      await eventually(async () => {
        const [row] = await app.database.query<{ waiting: boolean }>({
          name: 'test_deletion_waits',
          text: `SELECT count(*) > 0 AS waiting FROM pg_stat_activity
                 WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE '%deleted AS (%'`,
        });
        return row?.waiting;
      });
      return { removal };
    });
    expect((await removed.removal).status).toBe(204);
    expect(await wrongCounts(app.database)).toEqual([]);
    expect(await api.page()).toMatchObject({ total: 0, items: [] });
  });

  it.each([
    ['page=0', ['page']],
    ['page=1000000001', ['page']],
    ['page=-1', ['page']],
    ['page=1.5', ['page']],
    ['page=', ['page']],
    ['page=1&page=2', ['page']],
    ['size=0', ['size']],
    ['size=101', ['size']],
    ['type=PICTURE', ['type']],
    ['type=image', ['type']],
    ['uploader=me', ['uploader']],
    ['liked=false', ['liked']],
    ['page=1&cursor=abc', ['page']],
    ['cursor=abc', ['cursor']],
    ['cursor=', ['cursor']],
    [`cursor=${Buffer.from('{"at":1,"id":"x"}').toString('base64url')}`, ['cursor']],
    [
      `cursor=${Buffer.from('{"at":-1,"id":"0198c0de-0000-7000-8000-000000000001"}').toString('base64url')}`,
      ['cursor'],
    ],
    ['order=likes', ['order']],
  ])('refuses ?%s', async (query, paths) => {
    expect(pathsOf(expectProblem(await api.call(`/media?${query}`), 'validation'))).toEqual(paths);
  });
});

describe('a filtered feed', () => {
  it('of an uploader or of what the caller likes pages and walks like the feed', async () => {
    const now = Date.now();
    const seeds = Array.from({ length: 12 }, (_, index) => ({
      uploaderId: index % 2 ? ada.user.id : bob.user.id,
      type: index % 3 ? ('IMAGE' as const) : ('VIDEO' as const),
      publishedAt: now - index * 1000,
    }));
    const ids = await seedFeed(app.database, seeds);
    const chosen = (isChosen: (seed: Seed, index: number) => boolean) =>
      ids.filter((_, index) => isChosen(seeds[index] ?? { uploaderId: '' }, index));
    for (const id of ids.slice(0, 8)) await like(id, bob);
    await like(ids[9] ?? '', ada);

    const byAda = (seed: Seed) => seed.uploaderId === ada.user.id;
    const cases: [object, string[]][] = [
      [{ uploader: ada.user.id }, chosen(byAda)],
      [{ uploader: ada.user.id, type: 'VIDEO' }, chosen((seed) => byAda(seed) && seed.type === 'VIDEO')],
      [{ liked: 'true' }, ids.slice(0, 8)],
      [{ liked: 'true', type: 'IMAGE' }, chosen((seed, index) => index < 8 && seed.type === 'IMAGE')],
      [{ liked: 'true', uploader: ada.user.id }, chosen((seed, index) => index < 8 && byAda(seed))],
      [{ uploader: '0198c0de-0000-7000-8000-000000000001' }, []],
    ];
    for (const [filter, expected] of cases) {
      expect(idsOf(await api.walk({ ...filter, size: 2 }, bob))).toEqual(expected);
      const second = await api.page({ ...filter, size: 2, page: 2 }, bob);
      expect(second).toMatchObject({ total: expected.length, totalPages: Math.ceil(expected.length / 2) });
      expect(idsOf(second.items)).toEqual(expected.slice(2, 4));
      expect((await api.page({ ...filter, size: 2, page: 99 }, bob)).items).toEqual([]);
    }
    const liked = await api.page({ liked: 'true' }, ada);
    expect(liked.items.map(({ id, liked: mine }) => [id, mine])).toEqual([[ids[9], true]]);
  });

  it('of likes needs somebody who is signed in', async () => {
    expectProblem(await api.call('/media?liked=true'), 'unauthenticated');
    expectProblem(await api.call('/media', { token: 'no token' }), 'unauthenticated');
  });

  it('of likes forgets what was deleted', async () => {
    const [id = ''] = await seedFeed(app.database, [{ uploaderId: ada.user.id }]);
    await like(id, bob);
    await remove(id);
    expect(await api.page({ liked: 'true' }, bob)).toMatchObject({ items: [], total: 0 });
  });
});

describe('one’s own media', () => {
  it('is listed newest request first, by status and cursor, with receipts', async () => {
    const person = await signUpPerson(app.url);
    const uploads = [];
    for (let count = 0; count < 7; count++)
      uploads.push(await api.presign(person, { fileName: `${String(count)}.png` }));
    const newestFirst = uploads.map(({ mediaId }) => mediaId).reverse();
    const [ready, rejected] = uploads;
    if (!ready || !rejected) throw new Error('No uploads');
    await lambda.send(readyResult(ready, person), rejectedResult(rejected, person));
    await eventually(
      () => api.mine(person, { status: 'PENDING' }),
      ({ items }) => items.length === 5,
    );

    expect(idsOf((await api.mine(person)).items)).toEqual(newestFirst);
    const walked: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await api.mine(person, { size: 3, cursor });
      walked.push(...idsOf(page.items));
      cursor = page.nextCursor ?? undefined;
      more = cursor !== undefined;
    }
    expect(walked).toEqual(newestFirst);

    const byStatus = async (status: MediaStatus) => (await api.mine(person, { status })).items;
    expect(await byStatus('READY')).toMatchObject([
      { id: ready.mediaId, fileName: '0.png', rejection: null },
    ]);
    expect(await byStatus('REJECTED')).toMatchObject([
      { id: rejected.mediaId, rejection: { reason: 'CORRUPT' }, timeline: { length: 4 } },
    ]);
    expect(await byStatus('EXPIRED')).toEqual([]);
    expect((await api.mine(bob)).items).toEqual([]);
  });

  it.each(['status=LOST', 'size=0', 'cursor=x', 'page=1'])('refuses ?%s', async (query) => {
    const answer = await api.call(withQuery('/media/mine', {}) + `?${query}`, { token: ada.token });
    expectProblem(answer, 'validation');
    expectProblem(await api.call('/media/mine'), 'unauthenticated');
  });
});
