/** Messages of the Lambda that come twice, late, in the wrong order, broken or forged. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MediaItem, PresignedUpload, ReadyResult } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { RecordedInspection } from '../../src/processing/recorded-result.ts';
import { ResultsRepository } from '../../src/processing/results.repository.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { PublishedObjects } from '../media/support/objects.ts';
import { DeadLetters, depthOf } from '../media/support/queues.ts';
import { failureEnvelope, Lambda, readyResult, rejectedResult } from '../media/support/inspection-results.ts';

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let objects: PublishedObjects;
let deadResults: DeadLetters;
let deadFailures: DeadLetters;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  app = await startTestApp({ queueRetrySeconds: 1, maxUnfinishedUploads: 1000 });
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
  objects = new PublishedObjects(app.config);
  deadResults = await DeadLetters.of(app.config, app.config.resultsQueueUrl, 3);
  deadFailures = await DeadLetters.of(app.config, app.config.failuresQueueUrl, 3);
  [ada, bob] = await Promise.all([signUpPerson(app.url), signUpPerson(app.url)]);
});
afterAll(async () => {
  lambda.close();
  objects.close();
  await Promise.all([deadResults.close(), deadFailures.close()]);
  await app.close();
});

const inspected = (mediaId: string, owner = ada): Promise<MediaItem> =>
  eventually(
    () => api.item(mediaId, owner),
    ({ status }) => status !== 'PENDING',
  );

const queueIsEmpty = () =>
  eventually(
    () => depthOf(app.config, app.config.resultsQueueUrl),
    (depth) => depth === 0,
  );

const deadLetters = (queue: DeadLetters, count: number) => {
  const bodies: string[] = [];
  return eventually(
    async () => {
      bodies.push(...(await queue.take()));
      return bodies;
    },
    ({ length }) => length >= count,
  );
};

const setRow = (upload: PresignedUpload, assignments: string) =>
  app.database.query({
    name: `test_set_row_${randomUUID()}`,
    text: `UPDATE media SET ${assignments} WHERE id = '${upload.mediaId}'`,
  });

describe('an inspection result', () => {
  it('that comes many times leaves one and the same item', async () => {
    const upload = await api.presign(ada);
    const result = readyResult(upload, ada);
    await lambda.send(...Array.from({ length: 12 }, () => result));
    const item = await inspected(upload.mediaId);
    await queueIsEmpty();
    expect(await api.item(upload.mediaId, ada)).toEqual(item);
    expect((await api.page({ uploader: ada.user.id })).total).toBe(
      (await api.walk({ uploader: ada.user.id })).length,
    );
  });

  it('for an item that is inspected changes nothing, whichever came first', async () => {
    const accepted = await api.presign(ada);
    await lambda.send(readyResult(accepted, ada));
    const before = await inspected(accepted.mediaId);
    await lambda.send(rejectedResult(accepted, ada));
    await lambda.fail(failureEnvelope(accepted.key));

    const refused = await api.presign(ada);
    await lambda.send(rejectedResult(refused, ada));
    await inspected(refused.mediaId);
    const late = readyResult(refused, ada);
    await objects.publish(late);
    await lambda.send(late);

    await queueIsEmpty();
    expect(await api.item(accepted.mediaId, ada)).toEqual(before);
    expect(await api.item(refused.mediaId, ada)).toMatchObject({ status: 'REJECTED', url: null });
    // What nobody may see does not stay in the bucket that everybody reads.
    expect(await objects.keysOf(refused.mediaId)).toEqual([]);
  });

  it('after EXPIRED changes nothing and leaves no object', async () => {
    const upload = await api.presign(ada);
    await setRow(upload, `status = 'EXPIRED', expired_at = now()`);
    const result = readyResult(upload, ada);
    await objects.publish(result);
    await lambda.send(result);
    await queueIsEmpty();
    expect((await api.item(upload.mediaId, ada)).status).toBe('EXPIRED');
    expect(await objects.keysOf(upload.mediaId)).toEqual([]);
  });

  it('for what its owner deleted meanwhile leaves no object', async () => {
    const upload = await api.presign(ada);
    await api.call(`/media/${upload.mediaId}`, { method: 'DELETE', token: ada.token });
    const result = readyResult(upload, ada);
    await objects.publish(result);
    await lambda.send(result);
    await queueIsEmpty();
    expect(await objects.keysOf(upload.mediaId)).toEqual([]);
    expect((await api.page({ uploader: ada.user.id })).items.map(({ id }) => id)).not.toContain(
      upload.mediaId,
    );
  });

  it('that comes twice while the item is READY leaves its objects alone', async () => {
    const upload = await api.presign(ada);
    const result = readyResult(upload, ada);
    await objects.publish(result);
    await lambda.send(result);
    await inspected(upload.mediaId);
    await lambda.send(result);
    await queueIsEmpty();
    expect(await objects.keysOf(upload.mediaId)).toHaveLength(2);
  });

  it('of a Lambda whose clock is wrong is told between the request and now', async () => {
    const [early, late] = [await api.presign(ada), await api.presign(ada)];
    const [past, future] = ['2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z'];
    await lambda.send(
      readyResult(early, ada, { arrivedAt: past, inspectedAt: past }),
      readyResult(late, ada, { arrivedAt: future, inspectedAt: future }),
    );
    for (const { mediaId } of [early, late]) {
      const { timeline = [] } = await inspected(mediaId);
      const times = timeline.map(({ at }) => at);
      expect(timeline).toHaveLength(4);
      expect(times).toEqual([...times].sort());
      expect(new Date(times.at(-1) ?? '').getTime()).toBeLessThan(Date.now() + 1000);
    }
  });
});

describe('a message of a newer Lambda', () => {
  it('is recorded without the fields that are not known yet', async () => {
    const upload = await api.presign(ada);
    const { renditions, ...result } = readyResult(upload, ada);
    await lambda.send({
      ...result,
      processingSeconds: 3,
      renditions: renditions.map((rendition) => ({ ...rendition, bitrate: 1 })),
    });
    const item = await inspected(upload.mediaId);
    expect(item.status).toBe('READY');
    expect(item.renditions).toHaveLength(renditions.length);
    await queueIsEmpty();
    expect(await deadResults.take()).toEqual([]);
  });

  it('is recorded with its reason and its media type, and answered as far as they are known', async () => {
    const [rejected, ready] = [await api.presign(ada), await api.presign(ada)];
    const detail = 'It needs what no browser has.';
    await lambda.send(
      { ...rejectedResult(rejected, ada), reason: 'A_REASON_OF_TOMORROW', detail },
      { ...readyResult(ready, ada), mimeType: 'image/jxl' },
    );
    expect(await inspected(rejected.mediaId)).toMatchObject({
      status: 'REJECTED',
      rejection: { reason: 'INTERNAL', detail },
    });
    expect(await inspected(ready.mediaId)).toMatchObject({ status: 'READY', mimeType: null });
    const rows = await app.database.query<{ id: string; code: string }>(
      {
        name: 'test_codes_as_recorded',
        text: 'SELECT id, coalesce(rejection_reason, mime_type) AS code FROM media WHERE id = ANY($1)',
      },
      [[rejected.mediaId, ready.mediaId]],
    );
    expect(new Map(rows.map(({ id, code }) => [id, code]))).toEqual(
      new Map([
        [rejected.mediaId, 'A_REASON_OF_TOMORROW'],
        [ready.mediaId, 'image/jxl'],
      ]),
    );
    await queueIsEmpty();
    expect(await deadResults.take()).toEqual([]);
  });
});

describe('a message that cannot be taken', () => {
  const withoutKeysOf = (result: ReadyResult, key: string): ReadyResult => ({
    ...result,
    renditions: result.renditions.map((rendition) => ({ ...rendition, key })),
  });

  it('ends in the dead-letter queue, delays no other, and nothing of it appears', async () => {
    const upload = await api.presign(ada);
    const foreign = await api.presign(bob);
    const good = await Promise.all(Array.from({ length: 6 }, () => api.presign(ada)));
    const etag = '0123456789abcdef';
    const bad: (object | string)[] = [
      'not JSON at all',
      '[]',
      { ...readyResult(upload, ada), version: 2 },
      { ...readyResult(upload, ada), kind: 'ADDED' },
      readyResult({ mediaId: randomUUID() }, ada),
      // Forged: right in form, of somebody else's upload, or naming somebody else's objects.
      readyResult(foreign, ada),
      withoutKeysOf(readyResult(upload, ada, { etag }), `media/image/${foreign.mediaId}/01234567-320.webp`),
      withoutKeysOf(readyResult(upload, ada, { etag }), `uploads/${ada.user.id}/${upload.mediaId}`),
      withoutKeysOf(readyResult(upload, ada, { etag }), `media/audio/${upload.mediaId}/01234567-320.webp`),
      // Right in form, and refused by the database.
      rejectedResult(upload, ada, { detail: 'A NUL: \u0000' }),
      readyResult(upload, ada, { width: 2 ** 40 }),
    ];
    await lambda.send(...bad, ...good.map((each) => readyResult(each, ada)));
    for (const { mediaId } of good) expect((await inspected(mediaId)).status).toBe('READY');

    const dead = await deadLetters(deadResults, bad.length);
    const asText = (message: object | string) =>
      typeof message === 'string' ? message : JSON.stringify(message);
    expect(dead.sort()).toEqual(bad.map(asText).sort());
    expect((await api.item(upload.mediaId, ada)).status).toBe('PENDING');
    expect((await api.item(foreign.mediaId, bob)).status).toBe('PENDING');
    await queueIsEmpty();
  });

  it('does not take the true result of the same item with it', async () => {
    const upload = await api.presign(ada);
    await lambda.send(
      readyResult(upload, bob),
      readyResult(upload, ada, { height: 2 ** 40 }),
      readyResult(upload, ada),
    );
    expect((await inspected(upload.mediaId)).status).toBe('READY');
    await deadLetters(deadResults, 1);
    await queueIsEmpty();
  });

  it('as a failure ends in the dead-letter queue too', async () => {
    const bad = [
      'not JSON',
      { ...failureEnvelope('x'), requestPayload: {} },
      failureEnvelope('uploads/elsewhere'),
      failureEnvelope('%E0%A4%A'),
      failureEnvelope(`media/image/${randomUUID()}/01234567-320.webp`),
      failureEnvelope(`uploads/${ada.user.id}/${randomUUID()}`),
    ];
    for (const message of bad) await lambda.fail(message);
    expect(await deadLetters(deadFailures, bad.length)).toHaveLength(bad.length);
  });
});

describe('a failure', () => {
  it('is recorded for every record of the event, keys decoded', async () => {
    const [first, second] = [await api.presign(ada), await api.presign(ada)];
    const envelope = failureEnvelope(encodeURIComponent(first.key));
    const more = failureEnvelope(second.key).requestPayload.Records;
    envelope.requestPayload.Records.push(...more);
    await lambda.fail(envelope);
    for (const { mediaId } of [first, second]) {
      expect(await inspected(mediaId)).toMatchObject({
        status: 'REJECTED',
        rejection: { reason: 'INTERNAL' },
        timeline: [{ step: 'REQUESTED' }, { step: 'ARRIVED' }, { step: 'REJECTED' }],
      });
    }
  });
});

describe('results that are recorded together', () => {
  it('are each recorded once, and one that the database rejects fails alone', async () => {
    const repository = new ResultsRepository(app.database);
    const uploads = await Promise.all(Array.from({ length: 4 }, () => api.presign(ada)));
    const [first, second, third, fourth] = uploads.map((upload): RecordedInspection => ({
      ...readyResult(upload, ada),
      mediaId: upload.mediaId,
      userId: ada.user.id,
    }));
    if (!first || !second || !third || !fourth) throw new Error('Four were asked for');
    // No NUL in text (PostgreSQL 22P05).
    const rejected = { ...third, etag: 'a\u0000b' };

    const outcomes = await Promise.allSettled(
      [first, second, second, rejected, fourth].map((result) => repository.record(result)),
    );

    expect(outcomes).toEqual([
      { status: 'fulfilled', value: true },
      { status: 'fulfilled', value: true },
      { status: 'fulfilled', value: false },
      { status: 'rejected', reason: expect.objectContaining({ code: '22P05' }) as unknown },
      { status: 'fulfilled', value: true },
    ]);
    expect((await api.item(third.mediaId, ada)).status).toBe('PENDING');
  });
});
