/** Changing and deleting, by owners and by others. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mediaItemSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { MediaStorage } from '../../src/media/storage/media-storage.ts';
import { InventoryStorage } from '../../src/reconciliation/inventory-storage.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { MediaApi, read } from './support/media-api.ts';
import { PublishedObjects } from './support/objects.ts';
import { wrongCounts } from './support/seed.ts';
import { Lambda, readyResult, rejectedResult } from './support/inspection-results.ts';

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let objects: PublishedObjects;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  app = await startTestApp();
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
  objects = new PublishedObjects(app.config);
  [ada, bob] = await Promise.all([signUpPerson(app.url), signUpPerson(app.url)]);
});
afterAll(async () => {
  lambda.close();
  objects.close();
  await app.close();
});

/** An item of Ada's in the feed, its objects in the bucket. */
async function publish(): Promise<string> {
  const upload = await api.presign(ada);
  const result = readyResult(upload, ada);
  await objects.publish(result);
  await lambda.send(result);
  await eventually(
    () => api.item(upload.mediaId, ada),
    ({ status }) => status === 'READY',
  );
  return upload.mediaId;
}

const remove = (mediaId: string, person?: Person) =>
  api.call(`/media/${mediaId}`, { method: 'DELETE', ...(person && { token: person.token }) });
const change = (mediaId: string, body: unknown, person?: Person) =>
  api.call(`/media/${mediaId}`, { method: 'PATCH', body, ...(person && { token: person.token }) });

describe('deleting', () => {
  it('takes an item out of every answer and its objects out of the bucket', async () => {
    const id = await publish();
    const before = await api.page();
    expect((await remove(id, ada)).status).toBe(204);

    expectProblem(await api.call(`/media/${id}`), 'not-found');
    expectProblem(await api.call(`/media/${id}`, { token: ada.token }), 'not-found');
    const after = await api.page();
    expect(after.total).toBe(before.total - 1);
    expect(after.items.map((item) => item.id)).not.toContain(id);
    expect((await api.mine(ada)).items.map((item) => item.id)).not.toContain(id);
    expect(await objects.keysOf(id)).toEqual([]);
    expectProblem(await remove(id, ada), 'not-found');
    expect(await wrongCounts(app.database)).toEqual([]);
  });

  it('works in any status, and the tombstone keeps nothing that its owner wrote', async () => {
    const pending = await api.presign(ada, { fileName: 'holiday at the sea.png' });
    const rejected = await api.presign(ada);
    await lambda.send(rejectedResult(rejected, ada));
    await eventually(
      () => api.item(rejected.mediaId, ada),
      ({ status }) => status === 'REJECTED',
    );
    await change(rejected.mediaId, { altText: 'A private note' }, ada);
    for (const { mediaId } of [pending, rejected]) expect((await remove(mediaId, ada)).status).toBe(204);
    const kept = await app.database.query({
      name: 'test_tombstones',
      text: `SELECT file_name, alt_text FROM media WHERE id IN ('${pending.mediaId}', '${rejected.mediaId}')`,
    });
    expect(kept).toEqual([
      { file_name: '', alt_text: null },
      { file_name: '', alt_text: null },
    ]);
  });

  it('is its owner’s alone: 403 where others can see the item, else 404', async () => {
    const id = await publish();
    const { mediaId: pending } = await api.presign(ada);
    expectProblem(await remove(id, bob), 'forbidden');
    expectProblem(await remove(pending, bob), 'not-found');
    expectProblem(await remove(id), 'unauthenticated');
    expectProblem(await remove('7', ada), 'validation');
    expect((await api.item(id)).status).toBe('READY');
  });

  it('of one item by many calls at once is done once', async () => {
    const id = await publish();
    const { total } = await api.page();
    const answers = await Promise.all(Array.from({ length: 10 }, () => remove(id, ada)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(9).fill(404)]);
    expect((await api.page()).total).toBe(total - 1);
  });

  it('holds while storage fails, and the reconciler removes the objects later', async () => {
    const id = await publish();
    const storage = app.app.get(MediaStorage);
    const away = new Error('Storage is unavailable');
    const failing = jest.spyOn(storage, 'removePublished').mockRejectedValue(away);
    const blind = jest.spyOn(app.app.get(InventoryStorage), 'list').mockRejectedValue(away);
    expect((await remove(id, ada)).status).toBe(204);
    expectProblem(await api.call(`/media/${id}`), 'not-found');
    expect(await objects.keysOf(id)).toHaveLength(2);

    await app.app.get(Reconciler).reconcile();
    expect(await objects.keysOf(id)).toHaveLength(2);
    failing.mockRestore();
    blind.mockRestore();
    await app.app.get(Reconciler).reconcile();
    expect(await objects.keysOf(id)).toEqual([]);
  });
});

describe('the alternative text', () => {
  it('is its owner’s to write and to take away', async () => {
    const id = await publish();
    const said = read(await change(id, { altText: '  Two gulls  ' }, ada), 200, mediaItemSchema);
    expect(said).toMatchObject({ altText: 'Two gulls', fileName: 'sea.png' });
    expect((await api.item(id, bob)).altText).toBe('Two gulls');
    for (const nothing of ['', null]) {
      await change(id, { altText: 'Two gulls' }, ada);
      const item = read(await change(id, { altText: nothing }, ada), 200, mediaItemSchema);
      expect(item.altText).toBeNull();
    }
    expect(read(await change(id, { altText: '🐦'.repeat(1000) }, ada), 200, mediaItemSchema).altText).toBe(
      '🐦'.repeat(1000),
    );
  });

  it('is nobody else’s', async () => {
    const id = await publish();
    const { mediaId: pending } = await api.presign(ada);
    const body = { altText: 'Mine now' };
    expectProblem(await change(id, body, bob), 'forbidden');
    expectProblem(await change(pending, body, bob), 'not-found');
    expectProblem(await change(id, body), 'unauthenticated');
    expect((await api.item(id)).altText).toBeNull();
  });

  it.each<[unknown, string[]]>([
    [{}, ['']],
    [{ altText: 'x'.repeat(1001) }, ['altText']],
    [{ altText: 'line\nline' }, ['altText']],
    [{ altText: 7 }, ['altText']],
    [{ altText: 'x', status: 'READY' }, ['status']],
    [{ altText: 'x', uploaderId: '1', likesCount: 9 }, ['uploaderId', 'likesCount']],
  ])('refuses %j', async (body, paths) => {
    const { mediaId } = await api.presign(bob);
    expect(pathsOf(expectProblem(await change(mediaId, body, bob), 'validation'))).toEqual(paths);
    await remove(mediaId, bob);
  });
});

describe('an item', () => {
  it('has an id that is a UUID, and exists', async () => {
    expectProblem(await api.call('/media/7'), 'validation');
    expectProblem(await api.call('/media/0198c0de-0000-7000-8000-000000000001'), 'not-found');
    const id = await publish();
    expect((await api.item(id.toUpperCase())).id).toBe(id);
  });
});
