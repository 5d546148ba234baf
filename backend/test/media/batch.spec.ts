/** One action for many items: each is done or not by itself, and the answer says which. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BatchBody, type BatchResults, batchResultsSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { v7 as uuidv7 } from 'uuid';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Buckets } from './support/buckets.ts';
import { Lambda, readyResult } from './support/inspection-results.ts';
import { MediaApi, read } from './support/media-api.ts';
import { seedFeed } from './support/seed.ts';

let app: TestApp;
let api: MediaApi;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  app = await startTestApp({ maxUnfinishedUploads: 1000 });
  api = new MediaApi(app.url);
  [ada, bob] = await Promise.all([signUpPerson(app.url), signUpPerson(app.url)]);
});
afterAll(() => app.close());

const batch = async (body: BatchBody, person = ada): Promise<BatchResults['results']> => {
  const answer = await api.call('/media/batch', { method: 'POST', token: person.token, body });
  return read(answer, 200, batchResultsSchema).results;
};
const seed = (count: number, person = ada): Promise<string[]> =>
  seedFeed(
    app.database,
    Array.from({ length: count }, () => ({ uploaderId: person.user.id })),
  );
const captionOf = async (mediaId: string) => {
  const { caption, tags } = await api.item(mediaId, ada);
  return { caption, tags };
};
const change = (mediaId: string, caption: string | null) =>
  api.call(`/media/${mediaId}`, { method: 'PATCH', token: ada.token, body: { caption } });

describe('a batch', () => {
  it('likes and unlikes a thousand items, whoever they belong to, in the order in which they are named', async () => {
    const ids = [...(await seed(500)), ...(await seed(500, bob))];
    const done = ids.map((mediaId) => ({ mediaId, status: 200 }));
    expect(await batch({ action: 'like', mediaIds: ids })).toEqual(done);
    expect(await api.item(ids[0] ?? '', ada)).toMatchObject({ liked: true, likesCount: 1 });
    expect(await api.item(ids[999] ?? '', ada)).toMatchObject({ liked: true, likesCount: 1 });
    expect(await batch({ action: 'like', mediaIds: ids })).toEqual(done);
    expect(await api.item(ids[999] ?? '', ada)).toMatchObject({ likesCount: 1 });
    expect(await batch({ action: 'unlike', mediaIds: ids })).toEqual(done);
    expect(await api.item(ids[0] ?? '', ada)).toMatchObject({ liked: false, likesCount: 0 });
  });

  it('deletes what is theirs, leaves what is not, and says which', async () => {
    const [own = '', other = ''] = await seed(2);
    const [foreign = ''] = await seed(1, bob);
    const { mediaId: pending } = await api.presign(ada);
    const { mediaId: hidden } = await api.presign(bob);
    const nobodys = uuidv7();
    const { total } = await api.page();
    const mediaIds = [own, foreign, pending, hidden, nobodys];
    expect(await batch({ action: 'delete', mediaIds })).toEqual([
      { mediaId: own, status: 204 },
      { mediaId: foreign, status: 403, code: 'forbidden' },
      { mediaId: pending, status: 204 },
      { mediaId: hidden, status: 404, code: 'not-found' },
      { mediaId: nobodys, status: 404, code: 'not-found' },
    ]);
    for (const id of [own, pending]) expectProblem(await api.call(`/media/${id}`, ada), 'not-found');
    expect((await api.item(foreign)).id).toBe(foreign);
    expect((await api.item(other)).id).toBe(other);
    expect((await api.item(hidden, bob)).status).toBe('PENDING');
    await eventually(
      () => api.page(),
      (page) => page.total === total - 1,
    );
    expect(await batch({ action: 'delete', mediaIds: [own] })).toEqual([
      { mediaId: own, status: 404, code: 'not-found' },
    ]);
  });

  it('removes the published objects of everything that it deletes', async () => {
    const lambda = new Lambda(app.config);
    const buckets = new Buckets(app.config);
    const uploads = await Promise.all(Array.from({ length: 20 }, () => api.presign(ada)));
    const keys: string[] = [];
    for (const upload of uploads) {
      const result = readyResult(upload, ada);
      for (const { key } of result.renditions) {
        keys.push(key);
        await buckets.put(app.config.mediaBucket, key, 'picture');
      }
      await lambda.send(result);
    }
    const mediaIds = uploads.map(({ mediaId }) => mediaId);
    for (const id of mediaIds) {
      await eventually(
        () => api.item(id, ada),
        ({ status }) => status === 'READY',
      );
    }
    await batch({ action: 'delete', mediaIds });
    await eventually(
      () => Promise.all(keys.map((key) => buckets.has(app.config.mediaBucket, key))),
      (there) => !there.includes(true),
    );
    lambda.close();
    buckets.close();
  });

  it('puts a tag behind captions, once, and counts it', async () => {
    const [bare = '', written = '', tagged = '', linked = ''] = await seed(4);
    await change(written, 'By the sea');
    await change(tagged, 'Done in #SOMMER');
    await change(linked, 'https://example.org/');
    const mediaIds = [bare, written, tagged, linked];
    const done = mediaIds.map((mediaId) => ({ mediaId, status: 200 }));
    expect(await batch({ action: 'tag', mediaIds, tag: '#Sommer' })).toEqual(done);
    const expected = [
      { caption: '#Sommer', tags: ['Sommer'] },
      { caption: 'By the sea #Sommer', tags: ['Sommer'] },
      { caption: 'Done in #SOMMER', tags: ['SOMMER'] },
      { caption: 'https://example.org/ #Sommer', tags: ['Sommer'] },
    ];
    expect(await Promise.all(mediaIds.map(captionOf))).toEqual(expected);
    expect(await batch({ action: 'tag', mediaIds, tag: 'sommer' })).toEqual(done);
    expect(await Promise.all(mediaIds.map(captionOf))).toEqual(expected);
    expect((await api.item(bare, ada)).editedAt).not.toBeNull();
    await eventually(
      () => api.page({ tag: 'sommer' }),
      ({ total }) => total === 4,
    );
    // What was put there is what a caption with it would have become.
    await change(bare, '#Sommer');
    expect(await captionOf(bare)).toEqual(expected[0]);
  });

  it('tags nothing that has no room for it, and nothing of anybody else’s', async () => {
    const [long = '', full = ''] = await seed(2);
    const [foreign = ''] = await seed(1, bob);
    await change(long, 'x'.repeat(1996));
    await change(full, Array.from({ length: 30 }, (_, index) => `#t${String(index)}`).join(' '));
    const before = await Promise.all([long, full].map(captionOf));
    expect(await batch({ action: 'tag', mediaIds: [long, full, foreign], tag: 'sea' })).toEqual([
      { mediaId: long, status: 400, code: 'validation' },
      { mediaId: full, status: 400, code: 'validation' },
      { mediaId: foreign, status: 403, code: 'forbidden' },
    ]);
    expect(await Promise.all([long, full].map(captionOf))).toEqual(before);
    expect((await api.item(foreign)).tags).toEqual([]);
    // One character less, and it fits.
    await change(long, 'x'.repeat(1995));
    expect(await batch({ action: 'tag', mediaIds: [long], tag: 'sea' })).toEqual([
      { mediaId: long, status: 200 },
    ]);
  });

  it.each([
    ['no item', { action: 'like', mediaIds: [] }],
    ['1,001 items', { action: 'like', mediaIds: Array.from({ length: 1001 }, () => uuidv7()) }],
    ['what is no id', { action: 'like', mediaIds: ['1'] }],
    ['no action', { mediaIds: [uuidv7()] }],
    ['another action', { action: 'restore', mediaIds: [uuidv7()] }],
    ['a tag without need', { action: 'like', mediaIds: [uuidv7()], tag: 'sea' }],
    ['no tag', { action: 'tag', mediaIds: [uuidv7()] }],
    ['what is no tag', { action: 'tag', mediaIds: [uuidv7()], tag: 'two words' }],
  ])('refuses %s', async (_what, body) => {
    expectProblem(await api.call('/media/batch', { method: 'POST', token: ada.token, body }), 'validation');
  });

  it('refuses an item that is named twice, in whatever case', async () => {
    const id = uuidv7();
    const body = { action: 'like', mediaIds: [id, id.toUpperCase()] };
    expectProblem(await api.call('/media/batch', { method: 'POST', token: ada.token, body }), 'validation');
  });

  it('two that name the same items in another order both end', async () => {
    const ids = await seed(200);
    const backwards = [...ids].reverse();
    const tags = ['one', 'two', 'three', 'four'];
    const answers = await Promise.all(
      tags.map((tag, index) => batch({ action: 'tag', mediaIds: index % 2 === 0 ? ids : backwards, tag })),
    );
    expect(answers.flat().every(({ status }) => status === 200)).toBe(true);
    expect(new Set((await captionOf(ids[7] ?? '')).tags)).toEqual(new Set(tags));
  });
});

describe('the limits', () => {
  let limited: TestApp;
  beforeAll(async () => {
    limited = await startTestApp({
      rateLimits: true,
      callLimits: { ...app.config.callLimits, deleteLimitPerUser: 2, writeLimitPerUser: 4 },
    });
  });
  afterAll(() => limited.close());

  it('count a batch once, and a batch of deletions as one', async () => {
    const eve = await signUpPerson(limited.url);
    const mediaIds = Array.from({ length: 50 }, () => uuidv7());
    const ask = (action: string) =>
      new MediaApi(limited.url).call('/media/batch', {
        method: 'POST',
        token: eve.token,
        body: { action, mediaIds },
      });
    for (let count = 0; count < 2; count += 1) expect((await ask('delete')).status).toBe(200);
    expectProblem(await ask('delete'), 'too-many-requests');
    expect((await ask('like')).status).toBe(200);
    expectProblem(await ask('like'), 'too-many-requests');
  });
});
