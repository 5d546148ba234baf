/** What can happen to an upload and its event on the way. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { S3Event } from 'aws-lambda';
import { emptyAnswer } from '@media-feed/testing/fault-proxy/answers';
import { HttpFaultProxy } from '@media-feed/testing/fault-proxy/http';
import { answerWith, beforeNext, isMethod, only, stall } from '@media-feed/testing/fault-proxy/intercepts';
import { context, eventOf, fixture, startFunction, userId } from './support/running-function.ts';

const unavailable = answerWith(emptyAnswer(503));

let running: Awaited<ReturnType<typeof startFunction>>;
let storage: HttpFaultProxy;
let queue: HttpFaultProxy;
beforeAll(async () => {
  storage = await HttpFaultProxy.start(process.env.TEST_STORAGE_ENDPOINT ?? '');
  queue = await HttpFaultProxy.start(process.env.TEST_QUEUE_ENDPOINT ?? '');
  running = await startFunction({
    settings: { STORAGE_ENDPOINT: storage.url, QUEUE_ENDPOINT: queue.url },
  });
});
beforeEach(async () => {
  storage.intercept = undefined;
  queue.intercept = undefined;
  // What the test before sent and did not look at.
  await running.receive();
});
afterAll(async () => {
  running.close();
  await Promise.all([storage.close(), queue.close()]);
});

describe('a record', () => {
  it('becomes a message that tells where it came from', async () => {
    const upload = await running.upload(await fixture('picture.png'), 'image/png');

    await running.handler(eventOf(upload), context());

    const [result] = await running.receive();
    expect(result).toMatchObject({
      version: 1,
      mediaId: upload.mediaId,
      userId,
      etag: upload.etag,
      eventId: 'C3D13FE58DE4C810.0A1B2C3D4E5F678901',
      arrivedAt: '2026-11-24T21:00:00.000Z',
      outcome: 'READY',
      size: upload.size,
    });
    // What the quota of processing counts.
    expect(result?.processingSeconds).toBeGreaterThan(0);
  });

  it('leaves objects under the keys of the contract, cached for a day and named for what they are', async () => {
    const upload = await running.upload(await fixture('picture.png'), 'image/png');

    await running.handler(eventOf(upload), context());

    const key = `media/image/${upload.mediaId}/${upload.etag.slice(0, 8)}-320.webp`;
    expect(await running.publishedKeys(upload.mediaId)).toEqual([key]);
    expect(await running.head(running.mediaBucket, key)).toMatchObject({
      ContentType: 'image/webp',
      CacheControl: 'public, max-age=86400, immutable',
      Metadata: {},
    });
  });

  it('that comes twice changes nothing and says the same', async () => {
    const upload = await running.upload(await fixture('clip.mp4'), 'video/mp4');

    await running.handler(eventOf(upload), context());
    const keys = await running.publishedKeys(upload.mediaId);
    await running.handler(eventOf(upload), context());

    const [first, second] = await running.receive();
    const { inspectedAt, processingSeconds } = first ?? {};
    expect(processingSeconds).toEqual(expect.any(Number));
    expect({ ...second, inspectedAt, processingSeconds }).toEqual(first);
    expect(await running.publishedKeys(upload.mediaId)).toEqual(keys);
  });

  it('without ETag and request id, as the reconciler sends it, is inspected', async () => {
    const upload = await running.upload(await fixture('picture.png'), 'image/png');
    const event = {
      Records: [
        {
          eventTime: '2026-11-24T21:00:00Z',
          s3: { bucket: { name: running.uploadsBucket }, object: { key: upload.key } },
        },
      ],
    } as unknown as S3Event;

    await running.handler(event, context());

    expect(await running.receive()).toMatchObject([{ mediaId: upload.mediaId, outcome: 'READY' }]);
  });
});

describe('a record that is none of ours', () => {
  const elsewhere = { mediaId: randomUUID(), key: 'quarantine/x', etag: 'e', size: 1 };

  const uploadKey = `uploads/${userId}/${randomUUID()}`;

  it.each<[string, S3Event]>([
    ['a key that no presigned URL has', eventOf({ ...elsewhere, key: 'uploads/../secrets' })],
    ['a quarantined copy', eventOf({ ...elsewhere, key: `quarantine/${userId}/${randomUUID()}` })],
    ['a key that cannot be decoded', withObject({ key: '%E0%A4%A' })],
    ['another bucket', withBucket('somebody-elses', eventOf({ ...elsewhere, key: uploadKey }))],
    ['no S3 record at all', { Records: [{}, null, 'x'] } as unknown as S3Event],
    ['the event that announces a notification', { Event: 's3:TestEvent' } as unknown as S3Event],
  ])('is ignored: %s', async (_name, event) => {
    await running.handler(event, context());

    expect(await running.receive()).toEqual([]);
  });
});

describe('an object', () => {
  it('that is gone before its event needs no result', async () => {
    const upload = await running.upload(await fixture('picture.png'), 'image/png');
    await running.s3.send(new DeleteObjectCommand({ Bucket: running.uploadsBucket, Key: upload.key }));

    await running.handler(eventOf(upload), context());

    expect(await running.receive()).toEqual([]);
  });

  it('that is deleted while it is inspected needs no result', async () => {
    const upload = await running.upload(await fixture('picture.png'), 'image/png');
    beforeNext(storage, isMethod('GET'), () =>
      running.s3.send(new DeleteObjectCommand({ Bucket: running.uploadsBucket, Key: upload.key })),
    );

    await running.handler(eventOf(upload), context());

    expect(await running.receive()).toEqual([]);
    expect(await running.publishedKeys(upload.mediaId)).toEqual([]);
  });

  it('that is overwritten while it is inspected is left to the event of the new one', async () => {
    const upload = await running.upload(await fixture('picture.png'), 'image/png');
    const newBytes = await fixture('photo.jpg');
    beforeNext(storage, isMethod('GET'), () => running.upload(newBytes, 'image/jpeg', upload.mediaId));

    await running.handler(eventOf(upload), context());

    expect(await running.receive()).toEqual([]);
    expect(await running.publishedKeys(upload.mediaId)).toEqual([]);
  });

  it('that was overwritten before its event is left to the event of the new one', async () => {
    const upload = await running.upload(await fixture('picture.png'), 'image/png');
    const newer = await running.upload(await fixture('photo.jpg'), 'image/jpeg', upload.mediaId);

    await running.handler(eventOf(upload, newer), context());

    expect(await running.receive()).toMatchObject([{ etag: newer.etag, mimeType: 'image/jpeg' }]);
  });
});

describe('storage or queue in trouble', () => {
  it('throws, so that AWS repeats the event, and the repetition succeeds', async () => {
    const upload = await running.upload(await fixture('clip.mp4'), 'video/mp4');
    queue.intercept = only(isMethod('POST'), unavailable);

    await expect(running.handler(eventOf(upload), context())).rejects.toThrow('1 of 1 records failed');
    queue.intercept = undefined;
    await running.handler(eventOf(upload), context());

    expect(await running.receive()).toMatchObject([{ mediaId: upload.mediaId, outcome: 'READY' }]);
  });

  it.each(['HEAD', 'GET', 'PUT'] as const)('%s refused is no rejection of the file', async (method) => {
    const upload = await running.upload(await fixture('photo.jpg'), 'image/jpeg');
    storage.intercept = only(isMethod(method), unavailable);

    await expect(running.handler(eventOf(upload), context())).rejects.toThrow('1 of 1 records failed');

    expect(await running.receive()).toEqual([]);
    storage.intercept = undefined;
    expect(await running.publishedKeys(upload.mediaId)).toEqual([]);
    await running.handler(eventOf(upload), context());
    expect(await running.receive()).toMatchObject([{ mediaId: upload.mediaId, outcome: 'READY' }]);
  });

  it('does not keep the other records of an event from their results', async () => {
    const first = await running.upload(await fixture('picture.png'), 'image/png');
    const bad = await running.upload(await fixture('photo.jpg'), 'image/jpeg');
    const last = await running.upload(await fixture('song.mp3'), 'audio/mpeg');
    storage.intercept = only(isMethod('GET', bad.mediaId), unavailable);

    await expect(running.handler(eventOf(first, bad, last), context())).rejects.toThrow('1 of 3');

    const results = await running.receive();
    expect(results.map(({ mediaId }) => mediaId)).toEqual([first.mediaId, last.mediaId]);
  });

  it('gives up in time for the function to end in order', async () => {
    const upload = await running.upload(await fixture('picture.png'), 'image/png');
    storage.intercept = only(isMethod('GET'), stall);

    await expect(running.handler(eventOf(upload), context(5500))).rejects.toMatchObject({
      errors: [{ message: 'The function ran out of time before its sandbox did' }],
    });
  });
});

function withObject(object: { key: string }): S3Event {
  const event = eventOf({ mediaId: randomUUID(), key: 'x', etag: 'e', size: 1 });
  for (const record of event.Records) Object.assign(record.s3.object, object);
  return event;
}

function withBucket(name: string, event: S3Event): S3Event {
  for (const record of event.Records) record.s3.bucket.name = name;
  return event;
}
