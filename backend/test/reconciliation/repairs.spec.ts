/** Each thing that can get lost or left over, made by hand, and repaired by one run over real services. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildStorageKey, type PresignedUpload } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { Reconciler, type ReconcileReport } from '../../src/reconciliation/reconciler.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Buckets } from '../media/support/buckets.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { PublishedObjects } from '../media/support/objects.ts';
import { startOwnLambda, startOwnStorage } from '../media/support/own-services.ts';
import { seedFeed, wrongCounts } from '../media/support/seed.ts';
import { Lambda, readyResult, rejectedResult } from '../media/support/inspection-results.ts';

/** A real PNG of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let storage: Awaited<ReturnType<typeof startOwnStorage>>;
let lambda: Awaited<ReturnType<typeof startOwnLambda>>;
let app: TestApp;
let api: MediaApi;
let ada: Person;
let buckets: Buckets;
let queue: Lambda;
let published: PublishedObjects;

beforeAll(async () => {
  storage = await startOwnStorage();
  const where = { storageEndpoint: storage.endpoint, storagePublicEndpoint: storage.endpoint };
  let endpoint = '';
  app = await startTestApp(async (config) => {
    lambda = await startOwnLambda({ ...config, ...where });
    ({ endpoint } = lambda);
    return {
      ...where,
      lambdaEndpoint: endpoint,
      // Nothing becomes due, and nothing is repaired, but by the test.
      inspectionOverdueSeconds: 3_600,
      reconcileIntervalSeconds: 24 * 3_600,
      orphanGraceSeconds: 1,
      abandonedPublicationSeconds: 1,
    };
  });
  api = new MediaApi(app.url);
  ada = await signUpPerson(app.url);
  buckets = new Buckets(app.config);
  queue = new Lambda(app.config);
  published = new PublishedObjects(app.config);
});
afterAll(async () => {
  buckets.close();
  queue.close();
  published.close();
  await app.close();
  await lambda.stop();
  await storage.stop();
});

const reconcile = async (): Promise<ReconcileReport['repairs']> =>
  (await app.app.get(Reconciler).reconcile({ whole: true }))?.repairs ?? {};

let statements = 0;
const sql = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.database.query<Row & Record<string, unknown>>({ name: `test_${String(statements++)}`, text }, values);

async function send(upload: PresignedUpload, body: Uint8Array = png): Promise<void> {
  const { url, method, headers } = upload;
  const stored = await fetch(url, { method, headers, body: Buffer.from(body) });
  expect(stored.status).toBe(200);
}

const statusOf = async (mediaId: string) => (await api.item(mediaId, ada)).status;
const becomes = (mediaId: string, wanted: string) =>
  eventually(
    () => api.item(mediaId, ada),
    ({ status }) => status === wanted,
  );

async function publish(): Promise<{ mediaId: string; keys: string[]; uploadKey: string }> {
  const upload = await api.presign(ada, { size: png.length });
  await send(upload);
  const result = readyResult(upload, ada);
  await published.publish(result);
  await queue.send(result);
  await becomes(upload.mediaId, 'READY');
  return { mediaId: upload.mediaId, keys: result.renditions.map(({ key }) => key), uploadKey: upload.key };
}

/** URL and request lie more than an hour back. */
const makeOld = (mediaId: string) =>
  sql(
    `UPDATE media SET url_expires_at = now() - interval '61 minutes', created_at = now() - interval '3 hours'
     WHERE id = $1`,
    [mediaId],
  );

/** Notes its arrival, two hours ago: its result is overdue. */
async function arriveLongAgo(mediaId: string): Promise<void> {
  await sql(`UPDATE media SET created_at = now() - interval '3 hours' WHERE id = $1`, [mediaId]);
  await reconcile();
  await sql(
    `UPDATE media SET arrived_at = arrived_at - interval '2 hours', next_look_at = now() WHERE id = $1`,
    [mediaId],
  );
}

describe('an upload that has arrived and got no result', () => {
  it('is inspected again by the real Lambda, once however many runs there are, and its owner sees it arrived', async () => {
    const upload = await api.presign(ada, { size: png.length });
    await send(upload);
    await arriveLongAgo(upload.mediaId);
    expect((await reconcile())['inspection-invoked']).toBe(1);
    expect((await reconcile())['inspection-invoked']).toBeUndefined();
    const item = await becomes(upload.mediaId, 'READY');
    expect(item.timeline?.map(({ step }) => step)).toEqual([
      'REQUESTED',
      'ARRIVED',
      'INSPECTED',
      'PUBLISHED',
    ]);
    const [row] = await sql<{ invocations: number }>('SELECT invocations FROM media WHERE id = $1', [
      upload.mediaId,
    ]);
    expect(row?.invocations).toBe(1);
  });

  it('is not ended by its deadline', async () => {
    const upload = await api.presign(ada, { size: png.length });
    await send(upload);
    await sql(`UPDATE media SET deadline_at = now() - interval '1 second' WHERE id = $1`, [upload.mediaId]);
    await reconcile();
    expect(await statusOf(upload.mediaId)).not.toBe('EXPIRED');
    await arriveLongAgo(upload.mediaId);
    await reconcile();
    await becomes(upload.mediaId, 'READY');
  });
});

describe('the upload itself', () => {
  it('is kept until an hour after URL and result, then goes while the item stays', async () => {
    const { mediaId, keys, uploadKey } = await publish();
    await reconcile();
    expect(await buckets.has(app.config.uploadsBucket, uploadKey)).toBe(true);
    await makeOld(mediaId);
    await reconcile();
    expect(await buckets.has(app.config.uploadsBucket, uploadKey)).toBe(true);
    await sql(`UPDATE media SET published_at = now() - interval '59 minutes' WHERE id = $1`, [mediaId]);
    await reconcile();
    expect(await buckets.has(app.config.uploadsBucket, uploadKey)).toBe(true);
    await sql(`UPDATE media SET published_at = now() - interval '61 minutes' WHERE id = $1`, [mediaId]);
    expect(await reconcile()).toMatchObject({ 'upload-removed': 1 });
    expect(await buckets.has(app.config.uploadsBucket, uploadKey)).toBe(false);
    for (const key of keys) expect(await buckets.has(app.config.mediaBucket, key)).toBe(true);
    expect(await statusOf(mediaId)).toBe('READY');
    expect((await reconcile())['upload-removed']).toBeUndefined();
  });

  it('of a deleted item goes with its tombstone, and not before', async () => {
    const { mediaId, uploadKey } = await publish();
    await api.call(`/media/${mediaId}`, { method: 'DELETE', token: ada.token });
    await reconcile();
    expect(await buckets.keysOf(mediaId)).toEqual([uploadKey]);
    await makeOld(mediaId);
    await sql('ALTER TABLE media DISABLE TRIGGER media_status_move');
    await sql(`UPDATE media SET deleted_at = now() - interval '2 hours' WHERE id = $1`, [mediaId]);
    await sql('ALTER TABLE media ENABLE TRIGGER media_status_move');
    expect(await reconcile()).toMatchObject({ 'tombstone-purged': 1 });
    expect(await buckets.keysOf(mediaId)).toEqual([]);
    expect(await sql('SELECT FROM media WHERE id = $1', [mediaId])).toEqual([]);
  });
});

describe('an object that no row may have', () => {
  it('is removed: of nobody, of a refused item, of a version that its item does not name', async () => {
    const ready = await publish();
    const refused = await api.presign(ada);
    await queue.send(rejectedResult(refused, ada));
    await becomes(refused.mediaId, 'REJECTED');
    const pending = await api.presign(ada);
    const keyOf = (mediaId: string) => `media/image/${mediaId}/00000000-320.webp`;
    const nobody = '0198c0de-0000-7000-8000-00000000dead';
    const gone = [keyOf(nobody), keyOf(refused.mediaId), keyOf(ready.mediaId), 'media/image/stray', 'stray'];
    const kept = [keyOf(pending.mediaId), ...ready.keys];
    for (const key of [...gone, keyOf(pending.mediaId)]) await buckets.put(app.config.mediaBucket, key);
    const foreign = buildStorageKey({ kind: 'upload', userId: nobody, mediaId: ready.mediaId });
    for (const key of [foreign, 'uploads/stray']) await buckets.put(app.config.uploadsBucket, key);

    await eventually(async () => {
      await reconcile();
      const left = await Promise.all(gone.map((key) => buckets.has(app.config.mediaBucket, key)));
      const uploads = await Promise.all(
        [foreign, 'uploads/stray'].map((key) => buckets.has(app.config.uploadsBucket, key)),
      );
      return [...left, ...uploads].every((there) => !there);
    });
    for (const key of kept) expect(await buckets.has(app.config.mediaBucket, key)).toBe(true);
    expect(await buckets.has(app.config.uploadsBucket, ready.uploadKey)).toBe(true);
  });

  it('is left alone while it is fresh', async () => {
    const key = 'media/image/0198c0de-0000-7000-8000-00000000beef/00000000-320.webp';
    const other = await startTestApp({
      storageEndpoint: storage.endpoint,
      mediaBucket: app.config.mediaBucket,
      orphanGraceSeconds: 600,
    });
    try {
      await buckets.put(app.config.mediaBucket, key);
      await other.app.get(Reconciler).reconcile({ whole: true });
      expect(await buckets.has(app.config.mediaBucket, key)).toBe(true);
    } finally {
      await other.close();
      await buckets.remove(app.config.mediaBucket, key);
    }
  });

  it('stays, with an alarm, where nearly everything is one: that is another database', async () => {
    const keys = Array.from({ length: 101 }, (_, index) => `zz-of-another-database-${String(index)}`);
    await Promise.all(keys.map((key) => buckets.put(app.config.mediaBucket, key)));
    const dry = () => app.app.get(Reconciler).reconcile({ whole: true, dryRun: true });
    // Until all of them are old enough.
    await eventually(dry, (report) => report?.repairs['removal-withheld'] === 1);
    expect(await reconcile()).toMatchObject({ 'removal-withheld': 1 });
    const has = (key: string) => buckets.has(app.config.mediaBucket, key);
    expect((await Promise.all(keys.map(has))).every(Boolean)).toBe(true);
    await app.app.get(Reconciler).reconcile({ whole: true, force: true });
    expect((await Promise.all(keys.map(has))).some(Boolean)).toBe(false);
  });

  it('may be a multipart upload that nobody will finish', async () => {
    const body = { fileName: 'a.mp4', contentType: 'video/mp4', size: 9 * 1024 ** 2 };
    const started = await api.call('/media/multipart', { method: 'POST', token: ada.token, body });
    const { key: open } = started.body as { key: string };
    const stray = 'uploads/stray-in-parts';
    const half = 'media/video/0198c0de-0000-7000-8000-00000000dead/00000000-video.mp4';
    await buckets.startMultipart(app.config.uploadsBucket, stray);
    await buckets.startMultipart(app.config.mediaBucket, half);
    await eventually(async () => {
      await reconcile();
      const uploads = await buckets.multipartsOf(app.config.uploadsBucket, stray);
      return uploads + (await buckets.multipartsOf(app.config.mediaBucket, half)) === 0;
    });
    expect(await buckets.multipartsOf(app.config.uploadsBucket, open)).toBe(1);
  });
});

describe('an item of the feed whose objects are gone', () => {
  it('is an alarm, and published again from its upload', async () => {
    const upload = await api.presign(ada, { size: png.length });
    await send(upload);
    await arriveLongAgo(upload.mediaId);
    await reconcile();
    await becomes(upload.mediaId, 'READY');
    const keys = await published.keysOf(upload.mediaId);
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) await buckets.remove(app.config.mediaBucket, key);
    await sql('UPDATE media SET next_look_at = now() WHERE id = $1', [upload.mediaId]);
    expect((await reconcile())['objects-missing']).toBe(1);
    await eventually(async () => (await published.keysOf(upload.mediaId)).length === keys.length);
    expect(await statusOf(upload.mediaId)).toBe('READY');
    expect((await reconcile())['objects-missing']).toBeUndefined();
  });
});

describe('counts', () => {
  it('of likes are what was liked', async () => {
    const { mediaId } = await publish();
    await api.call(`/media/${mediaId}/likes`, { method: 'POST', token: ada.token });
    await sql('UPDATE media SET likes_count = 7 WHERE id = $1', [mediaId]);
    expect(await reconcile()).toMatchObject({ 'likes-corrected': 1 });
    expect((await api.item(mediaId)).likesCount).toBe(1);
    expect((await reconcile())['likes-corrected']).toBeUndefined();
  });

  it('of the feed are what is in it, whichever level is wrong', async () => {
    const day = 24 * 60 * 60 * 1000;
    const ids = await seedFeed(
      app.database,
      [1, 2, 3, 40, 400].map((days) => ({ uploaderId: ada.user.id, publishedAt: Date.now() - days * day })),
    );
    for (const [level, items] of [
      [0, 'items + 5'],
      [1, '0'],
      [2, 'items + 1'],
      [3, 'items + 2'],
    ] as const) {
      const bucket = `feed_bucket(now() - interval '2 days', ${String(level)})`;
      await sql(
        `UPDATE feed_counts SET items = ${items} WHERE level = ${String(level)} AND bucket BETWEEN ${bucket} - 10000 AND ${bucket}`,
      );
      expect(await wrongCounts(app.database)).not.toEqual([]);
      expect((await reconcile())['feed-count-corrected']).toBe(1);
      expect(await wrongCounts(app.database)).toEqual([]);
    }
    await sql('DELETE FROM feed_counts');
    await reconcile();
    expect(await wrongCounts(app.database)).toEqual([]);
    // They have no objects.
    await sql(`DELETE FROM media WHERE id = ANY($1)`, [ids]);
    await reconcile();
    expect(await wrongCounts(app.database)).toEqual([]);
  });
});

describe('a dry run', () => {
  it('says what it would do and changes nothing', async () => {
    const { mediaId } = await publish();
    const expired = await api.presign(ada);
    await sql(`UPDATE media SET likes_count = 9 WHERE id = $1`, [mediaId]);
    await sql(`UPDATE media SET deadline_at = now() WHERE id = $1`, [expired.mediaId]);
    await buckets.put(app.config.mediaBucket, 'stray');
    const rows = () => sql('SELECT * FROM media ORDER BY id');
    const before = await rows();
    const dry = () => app.app.get(Reconciler).reconcile({ whole: true, dryRun: true });
    const report = await eventually(dry, (answer) => answer?.repairs['orphan-removed'] !== undefined);
    expect(report?.repairs).toMatchObject({
      'upload-expired': 1,
      'likes-corrected': 1,
      'orphan-removed': 1,
    });
    expect(await rows()).toEqual(before);
    expect(await buckets.has(app.config.mediaBucket, 'stray')).toBe(true);
    expect(await reconcile()).toMatchObject({ 'upload-expired': 1, 'likes-corrected': 1 });
  });
});

describe('what it did', () => {
  it('is counted', async () => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    expect(text).toMatch(/^media_feed_reconciler_repairs_total\{repair="inspection-invoked"\} [1-9]/m);
    expect(text).toMatch(/^media_feed_reconciler_repairs_total\{repair="likes-corrected"\} [1-9]/m);
    expect(text).toMatch(/^media_feed_likes_drift_total [1-9]/m);
    expect(text).toMatch(/^media_feed_reconciler_last_run_age_seconds \d/m);
  });
});
