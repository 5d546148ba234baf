/** Posters and waveforms: asked for once a recording is published, and added whenever they come. */
import { randomUUID } from 'node:crypto';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AddedResult,
  buildMediaPrefix,
  type DecodeRequest,
  decodeRequestSchema,
  etag8,
  type MediaItem,
  type ReadyResult,
} from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { PublishedObjects } from '../media/support/objects.ts';
import { DeadLetters, depthOf, sqsClient } from '../media/support/queues.ts';
import { Lambda, readyResult } from '../media/support/inspection-results.ts';
import { seedFeed } from '../media/support/seed.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let objects: PublishedObjects;
let sqs: SQSClient;
let decodeQueueUrl: string;
let dead: DeadLetters;
let ada: Person;

beforeAll(async () => {
  app = await startTestApp(async (config) => {
    sqs = sqsClient(config);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `decode-${randomUUID()}` }));
    decodeQueueUrl = `${config.queueEndpoint ?? ''}/${QueueUrl.split('/').slice(-2).join('/')}`;
    return {
      decodeQueueUrl,
      queueRetrySeconds: 1,
      maxUnfinishedUploads: 1000,
      reconcileIntervalSeconds: 24 * 3_600,
      decodesPerRun: 100,
      // The rows that are made here have no objects, which others look for.
      auditPerRun: 1,
    };
  });
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
  objects = new PublishedObjects(app.config);
  dead = await DeadLetters.of(app.config, app.config.resultsQueueUrl, 3);
  ada = await signUpPerson(app.url);
});
afterAll(async () => {
  lambda.close();
  objects.close();
  await dead.close();
  sqs.destroy();
  await app.close();
});
beforeEach(() => takeRequests());

/** What the decoder was asked for since the last call. */
async function takeRequests(): Promise<DecodeRequest[]> {
  const taken: DecodeRequest[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: decodeQueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return taken;
    for (const { Body = '', ReceiptHandle } of Messages) {
      taken.push(decodeRequestSchema.parse(JSON.parse(Body)));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: decodeQueueUrl, ReceiptHandle }));
    }
  }
}

async function firstRequest(): Promise<DecodeRequest> {
  const requests: DecodeRequest[] = [];
  await eventually(
    async () => requests.push(...(await takeRequests())),
    () => requests.length > 0,
  );
  const [request] = requests;
  if (!request) throw new Error('The decoder was not asked');
  return request;
}

const playable = {
  VIDEO: { name: 'video.mp4', mimeType: 'video/mp4' },
  AUDIO: { name: 'audio.mp3', mimeType: 'audio/mpeg' },
} as const;

/** A recording that is READY, and for which the decoder was asked. */
async function publish(type: 'VIDEO' | 'AUDIO'): Promise<ReadyResult> {
  const upload = await api.presign(ada);
  const plain = readyResult(upload, ada, { type, placeholder: null, codecs: ['hevc', 'aac'] });
  const { name, mimeType } = playable[type];
  const key = `${buildMediaPrefix(type, upload.mediaId)}${etag8(plain.etag)}-${name}`;
  const sides = type === 'VIDEO' ? { width: 640, height: 480 } : { width: null, height: null };
  const result = { ...plain, ...sides, renditions: [{ name, key, mimeType, size: 1000, ...sides }] };
  await objects.publish(result);
  await lambda.send(result);
  await eventually(
    () => item(result.mediaId),
    ({ status }) => status === 'READY',
  );
  await eventually(
    () => sql<{ asks: number }>('SELECT decode_asks AS asks FROM media WHERE id = $1', [result.mediaId]),
    ([row]) => row?.asks === 1,
  );
  return result;
}

const item = (mediaId: string): Promise<MediaItem> => api.item(mediaId, ada);

const thumbhash = '3OcRJYB4d3h/iIeHeEh3eIhw+j2w';
const peaks = Buffer.alloc(200, 7).toString('base64');

/** What the decoder would say of it. */
function added(
  { mediaId, userId, etag, type }: ReadyResult,
  overrides: Partial<AddedResult> = {},
): AddedResult {
  if (type === 'IMAGE') throw new Error('Pictures are not decoded again');
  const key = `${buildMediaPrefix(type, mediaId)}${etag8(etag)}-320.webp`;
  const picture = { name: '320.webp', key, mimeType: 'image/webp', width: 320, height: 240, size: 10 };
  return {
    version: 1,
    kind: 'ADDED',
    mediaId,
    userId,
    etag,
    type,
    decodedAt: new Date().toISOString(),
    processingSeconds: 0.05,
    ...(type === 'VIDEO' && { poster: { renditions: [picture], placeholder: thumbhash } }),
    ...(type === 'AUDIO' && { peaks }),
    ...overrides,
  };
}

/** Writes its objects, as the decoder does before it sends. */
async function decode(result: AddedResult): Promise<void> {
  const renditions = result.poster?.renditions ?? [];
  await objects.publish({ renditions } as ReadyResult);
  await lambda.send(result);
}

const isAdded = ({ timeline = [] }: MediaItem): boolean => timeline.some(({ step }) => step === 'ADDED');
/** Read once more: the timeline is another statement's, and may be newer than the rest of the same answer. */
const whenAdded = async (mediaId: string): Promise<MediaItem> => {
  await eventually(() => item(mediaId), isAdded);
  return item(mediaId);
};
const queueIsEmpty = () =>
  eventually(
    () => depthOf(app.config, app.config.resultsQueueUrl),
    (depth) => depth === 0,
  );
const reconcile = async () => (await app.app.get(Reconciler).reconcile())?.repairs ?? {};
let statements = 0;
const sql = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.database.query<Row & Record<string, unknown>>({ name: `test_${String(statements++)}`, text }, values);

describe('a recording that is published', () => {
  it.each(['VIDEO', 'AUDIO'] as const)('%s is READY at once, and the decoder is asked', async (type) => {
    const { mediaId, userId, etag, renditions } = await publish(type);
    expect(await item(mediaId)).toMatchObject({
      thumbnailUrl: null,
      placeholder: null,
      peaks: null,
      codecs: ['hevc', 'aac'],
    });
    const key = renditions.at(-1)?.key;
    expect(await firstRequest()).toEqual({ version: 1, kind: 'DECODE', mediaId, userId, etag, type, key });
  });

  it('and is a picture is not decoded again', async () => {
    const upload = await api.presign(ada);
    await lambda.send(readyResult(upload, ada));
    await eventually(
      () => item(upload.mediaId),
      ({ status }) => status === 'READY',
    );
    const video = await publish('VIDEO');
    expect((await firstRequest()).mediaId).toBe(video.mediaId);
    expect(await takeRequests()).toEqual([]);
  });
});

describe('what the decoder made', () => {
  it('is the poster of a video, in front of what is played, and its owner’s page is told', async () => {
    const result = await publish('VIDEO');
    const before = await item(result.mediaId);
    await decode(added(result));
    const after = await whenAdded(result.mediaId);
    expect(after).toMatchObject({ url: before.url, placeholder: thumbhash, peaks: null });
    expect(after.thumbnailUrl).toMatch(/-320\.webp$/);
    expect(after.renditions.map(({ mimeType }) => mimeType)).toEqual(['image/webp', 'video/mp4']);
    expect(after.publishedAt).toBe(before.publishedAt);
    const events = await sql<{ name: string }>('SELECT name FROM media_events WHERE media_id = $1', [
      result.mediaId,
    ]);
    expect(events.map(({ name }) => name)).toEqual(['media.updated', 'media.updated']);
    const { items } = await api.page({ uploader: ada.user.id });
    expect(items.find(({ id }) => id === result.mediaId)?.thumbnailUrl).toBe(after.thumbnailUrl);
  });

  it('is the waveform of a sound', async () => {
    const result = await publish('AUDIO');
    await decode(added(result));
    const after = await whenAdded(result.mediaId);
    expect(after).toMatchObject({ peaks, thumbnailUrl: null });
  });

  it('may be nothing, which ends it', async () => {
    const result = await publish('VIDEO');
    const { poster: _, ...nothing } = added(result);
    await decode(nothing);
    const after = await whenAdded(result.mediaId);
    expect(after).toMatchObject({ status: 'READY', thumbnailUrl: null });
  });

  it('comes twice, and changes it once', async () => {
    const result = await publish('VIDEO');
    await decode(added(result));
    const first = await whenAdded(result.mediaId);
    await decode(added(result));
    await queueIsEmpty();
    expect(await item(result.mediaId)).toEqual(first);
    expect(await objects.keysOf(result.mediaId)).toHaveLength(2);
  });

  it('of what its owner deleted meanwhile leaves no object', async () => {
    const result = await publish('VIDEO');
    await api.call(`/media/${result.mediaId}`, { method: 'DELETE', token: ada.token });
    await decode(added(result));
    await queueIsEmpty();
    expect(await objects.keysOf(result.mediaId)).toEqual([]);
  });

  it('of what an operator removed meanwhile leaves no object', async () => {
    const result = await publish('VIDEO');
    await sql(
      `UPDATE media SET status = 'REMOVED', removed_at = now(), removal_cause = 'TAKEDOWN' WHERE id = $1`,
      [result.mediaId],
    );
    await decode(added(result));
    await queueIsEmpty();
    expect(await objects.keysOf(result.mediaId)).toEqual([]);
    expect(isAdded(await item(result.mediaId))).toBe(false);
  });

  it.each([
    ['of another version', { etag: 'ffffffffffffffffffffffffffffffff', poster: undefined }],
    ['so late that its objects may be gone', { decodedAt: '2026-01-01T00:00:00.000Z' }],
  ])('%s changes nothing', async (_, overrides) => {
    const result = await publish('VIDEO');
    const { poster, ...rest } = added(result);
    await lambda.send({ ...rest, ...(poster && { poster }), ...overrides });
    await queueIsEmpty();
    expect(isAdded(await item(result.mediaId))).toBe(false);
    expect(await item(result.mediaId)).toMatchObject({ status: 'READY', thumbnailUrl: null });
  });

  it('before the inspection result waits for it', async () => {
    const upload = await api.presign(ada);
    const plain = readyResult(upload, ada, { type: 'AUDIO' });
    const { mimeType, name } = playable.AUDIO;
    const key = `${buildMediaPrefix('AUDIO', upload.mediaId)}${etag8(plain.etag)}-${name}`;
    const result = {
      ...plain,
      renditions: [{ name, key, mimeType, size: 9, width: null, height: null }],
    };
    await lambda.send(added(result));
    await lambda.send(result);
    expect(await whenAdded(upload.mediaId)).toMatchObject({ status: 'READY', peaks });
  });

  it('is of nobody’s upload, or names what is not its own, and becomes a dead letter', async () => {
    const result = await publish('VIDEO');
    const message = added(result);
    const [picture] = message.poster?.renditions ?? [];
    if (!picture) throw new Error('It has a poster');
    const withPoster = (overrides: object) => ({
      ...message,
      poster: { placeholder: null, renditions: [{ ...picture, ...overrides }] },
    });
    await lambda.send(
      { ...message, userId: randomUUID() },
      withPoster({ key: picture.key.replace(result.mediaId, randomUUID()) }),
      withPoster({ key: picture.key.replace(etag8(result.etag), 'ffffffff') }),
      withPoster({ mimeType: 'text/html' }),
      { ...message, peaks: 'x'.repeat(2000) },
    );
    const bodies: string[] = [];
    await eventually(
      async () => bodies.push(...(await dead.take())),
      () => bodies.length === 5,
    );
    expect(isAdded(await item(result.mediaId))).toBe(false);
  });

  it('is charged to its owner', async () => {
    const used = async () => {
      const [row] = await sql<{ ms: number }>(
        'SELECT coalesce(sum(processing_ms), 0)::int AS ms FROM usage_slots WHERE user_id = $1',
        [ada.user.id],
      );
      return row?.ms ?? 0;
    };
    const result = await publish('VIDEO');
    const before = await used();
    await decode(added(result, { processingSeconds: 1.234 }));
    await whenAdded(result.mediaId);
    expect((await used()) - before).toBe(1234);
  });
});

describe('a recording without poster or waveform', () => {
  it('is asked for again, so many times, so many in a run, the newest first, until all are done', async () => {
    await sql(`UPDATE media SET decoded_at = now() WHERE decoded_at IS NULL AND status = 'READY'`);
    const start = Date.now() - 3_600_000;
    const seeds = Array.from({ length: 10_000 }, (_, index) => ({
      uploaderId: ada.user.id,
      type: index % 2 ? ('VIDEO' as const) : ('AUDIO' as const),
      publishedAt: start - index * 1000,
    }));
    const ids = await seedFeed(app.database, seeds);
    await sql('UPDATE media SET etag = $2 WHERE id = ANY($1)', [ids, 'a'.repeat(32)]);

    expect(await reconcile()).toMatchObject({ 'decode-requested': 100 });
    const asked = (await takeRequests()).map(({ mediaId }) => mediaId);
    expect(asked.sort()).toEqual(ids.slice(0, 100).sort());

    // They are on their way: the next ones have their turn.
    expect(await reconcile()).toMatchObject({ 'decode-requested': 100 });
    expect((await takeRequests()).map(({ mediaId }) => mediaId).sort()).toEqual(ids.slice(100, 200).sort());

    // One of them without an answer is asked for three times in all.
    const [lost = ''] = ids;
    await sql('UPDATE media SET decoded_at = now() WHERE id = ANY($1) AND id <> $2', [ids, lost]);
    for (const times of [2, 3]) {
      await sql(`UPDATE media SET decode_asked_at = now() - interval '1 hour' WHERE id = $1`, [lost]);
      expect(await reconcile()).toMatchObject({ 'decode-requested': 1 });
      const [row] = await sql<{ asks: number }>('SELECT decode_asks AS asks FROM media WHERE id = $1', [
        lost,
      ]);
      expect(row?.asks).toBe(times);
    }
    await sql(`UPDATE media SET decode_asked_at = now() - interval '1 hour' WHERE id = $1`, [lost]);
    expect((await reconcile())['decode-requested']).toBeUndefined();
  });

  it('is found by an index of its own', async () => {
    await sql('ANALYZE media');
    const plan = await sql<Record<'QUERY PLAN', string>>(`
      EXPLAIN SELECT id FROM media m
      WHERE m.status = 'READY' AND m.deleted_at IS NULL AND m.decoded_at IS NULL AND m.decode_asks < 3
        AND m.type IN ('VIDEO', 'AUDIO')
      ORDER BY m.published_at DESC LIMIT 100`);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('media_undecoded_idx');
  });

  it('does not hold up the other repairs while the decoder’s queue is away', async () => {
    const result = await publish('VIDEO');
    await sql(`UPDATE media SET decode_asked_at = now() - interval '1 hour' WHERE id = $1`, [result.mediaId]);
    const config = app.config as { decodeQueueUrl?: string };
    config.decodeQueueUrl = `${decodeQueueUrl}-away`;
    try {
      const report = await app.app.get(Reconciler).reconcile();
      expect(report?.failures).toBe(1);
      const [row] = await sql<{ asks: number }>('SELECT decode_asks AS asks FROM media WHERE id = $1', [
        result.mediaId,
      ]);
      expect(row?.asks).toBe(1);
    } finally {
      config.decodeQueueUrl = decodeQueueUrl;
    }
  });
});
