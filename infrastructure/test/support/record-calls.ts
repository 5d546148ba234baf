/**
 * Writes test/calls.json: every call to AWS that the real programs make while uploads are published, rejected, sent
 * in parts, given up, lost, deleted and reconciled.
 * `node embedded/src/with-services.ts -- node infrastructure/test/support/record-calls.ts`
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { wavOf } from '@media-feed/testing/wav';
import pg from 'pg';
import { startProgram } from '../../../backend/test/support/program.ts';
import { startS3Server } from '../../../embedded/src/s3/server.ts';
import { readConfig } from '../../../lambda/src/config.ts';
import { createHandler } from '../../../lambda/src/create-handler.ts';
import {
  callsOfQueue,
  callsOfStorage,
  close,
  listen,
  type RecordedCall,
  startRecordingProxy,
} from './recording-proxy.ts';
import { folder } from '../../src/template.ts';
import { startApi } from './api.ts';

/** As the templates have it by default. */
export const project = 'media-feed';
export const callsFile = join(folder, 'test', 'calls.json');
const root = join(folder, '..');
const region = 'us-east-1';
const buckets = { UPLOADS_BUCKET: 'media-feed-uploads', MEDIA_BUCKET: 'media-feed-media' };
/** A round of the reconciler has nothing new to do after some of its intervals. */
const quietMs = 8_000;
/** For a call that is never made; a slow machine makes them all in less. */
const longestWaitMs = 600_000;
const MiB = 1024 * 1024;

export interface Recording {
  readonly calls: RecordedCall[];
  /** Lines that the API logged meanwhile, its metrics among them. */
  readonly logged: Record<string, unknown>[];
}

/**
 * @param expected calls to wait for, however long the machine takes; then for some quiet, in which others may come
 * @throws when `embedded/src/with-services.ts` did not start this
 */
export async function recordCalls(expected: readonly RecordedCall[] = []): Promise<Recording> {
  const { TEST_DATABASE_URL: databaseUrl, TEST_QUEUE_ENDPOINT: queueEndpoint } = process.env;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  if (!databaseUrl || !queueEndpoint || !accessKeyId || !secretAccessKey)
    throw new Error('Run this by embedded/src/with-services.ts.');
  const calls = new Map<string, RecordedCall>();
  let lastNewAt = Date.now();
  const note = (found: readonly RecordedCall[]) => {
    for (const call of found) {
      const line = JSON.stringify(call);
      if (!calls.has(line)) lastNewAt = Date.now();
      calls.set(line, call);
    }
  };
  const seen = async (awaited: readonly RecordedCall[]) => {
    const lines = awaited.map((call) => JSON.stringify(call));
    const giveUpAt = Date.now() + longestWaitMs;
    while (lines.some((line) => !calls.has(line)) && Date.now() < giveUpAt) await sleep(200);
  };
  const closers: (() => unknown)[] = [];
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'media-feed-calls-'));
    closers.push(() => rm(dataDir, { recursive: true, force: true }));
    const storage = await startS3Server({
      port: 0,
      dataDir,
      region,
      credentials: [{ accessKeyId, secretAccessKey }],
      buckets: [
        { name: buckets.UPLOADS_BUCKET, events: { prefix: 'uploads/' } },
        { name: buckets.MEDIA_BUCKET },
      ],
    });
    closers.push(() => storage.close());
    const proxiesOf = async (caller: string) => {
      const s3 = await startRecordingProxy(storage.endpoint, (...seen) =>
        note(callsOfStorage(caller, ...seen)),
      );
      const sqs = await startRecordingProxy(queueEndpoint, (incoming, body) =>
        note(callsOfQueue(caller, incoming, body)),
      );
      closers.push(s3.close, sqs.close);
      const queue = (name: string) => `${sqs.url}/000000000000/media-${name}`;
      return {
        AWS_REGION: region,
        ...buckets,
        STORAGE_ENDPOINT: s3.url,
        QUEUE_ENDPOINT: sqs.url,
        RESULTS_QUEUE_URL: queue('results'),
        FAILURES_QUEUE_URL: queue('failures'),
        DECODE_QUEUE_URL: queue('decode-requests'),
        DEAD_LETTERS_QUEUE_URL: queue('dead-letters'),
      };
    };

    // --- the Lambda, called by events and by the reconciler ---
    const { handler, close: closeHandler } = createHandler(
      readConfig({
        ...(await proxiesOf('inspector')),
        LOG_LEVEL: 'silent',
        PATH: process.env.PATH,
        PART_BYTES: String(5 * MiB),
      }),
      new URL('../../../lambda/src/sandbox/child.ts', import.meta.url),
    );
    closers.push(closeHandler);
    const invoke = async (event: unknown) => {
      const context = { awsRequestId: 'recorded', getRemainingTimeInMillis: () => 60_000 };
      for (let attempt = 1; attempt <= 3; attempt++) {
        try {
          await handler(event as Parameters<typeof handler>[0], context);
          return;
        } catch {
          // As AWS does: once more.
        }
      }
    };
    let lost = 0;
    storage.onEvent((event) => {
      // One event gets lost, and is found by the reconciler.
      if (lost === 1) lost = 2;
      else void invoke(event);
    });
    const lambda = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const [, name = ''] = /functions\/([^/]+)\/invocations/.exec(incoming.url ?? '') ?? [];
          note([{ caller: 'api', action: 'lambda:InvokeFunction', on: name }]);
          outgoing.writeHead(202).end();
          void invoke(JSON.parse(Buffer.concat(chunks).toString()));
        });
    });
    const lambdaUrl = await listen(lambda);
    closers.push(() => close(lambda));

    // --- the API, with every wait as short as it can be; upload URLs live their usual time, see expireUploads ---
    const api = await startApi({
      ...(await proxiesOf('api')),
      RATE_LIMITS: 'off',
      METRICS_EMF: 'on',
      METRICS_EMF_NAMESPACE: project,
      METRICS_EMF_INTERVAL_SECONDS: '1',
      FUNCTION_NAME: 'media-processing',
      LAMBDA_ENDPOINT: lambdaUrl,
      QUEUE_RETRY_SECONDS: '1',
      ARRIVAL_GRACE_SECONDS: '1',
      RECONCILE_INTERVAL_SECONDS: '1',
      INSPECTION_OVERDUE_SECONDS: '1',
      UPLOAD_RETENTION_SECONDS: '1',
      ORPHAN_GRACE_SECONDS: '1',
      ABANDONED_PUBLICATION_SECONDS: '1',
    });
    closers.push(api.stop);
    const client = new Client(api.url);

    // --- what people do ---
    await client.signUp();
    const photo = await readFile(join(root, 'lambda/test/fixtures/photo.jpg'));
    const published = await client.upload('photo.jpg', 'image/jpeg', photo);
    await client.upload('lie.png', 'image/png', Buffer.from('#!/bin/sh\necho I am no picture\n'));
    // The second part of what the Lambda publishes of it fails once, so that it takes the first one back.
    const failed = new Set<string>();
    storage.faults.planRequest = ({ operation, bucket, key = '' }) => {
      if (operation !== 'UploadPart' || bucket !== buckets.MEDIA_BUCKET || failed.size > 3) return undefined;
      failed.add(`${key} ${String(failed.size)}`);
      return { answer: { status: 400, code: 'InvalidRequest' } };
    };
    await client.uploadInParts('silence.wav', 'audio/wav', wavOf(Buffer.alloc(6 * MiB), 44_100));
    storage.faults.reset();
    await client.uploadInParts('silence-again.wav', 'audio/wav', wavOf(Buffer.alloc(6 * MiB + 2), 44_100));
    await client.abandon(false);
    await client.abandon(true);
    lost = 1;
    await client.upload('lost.jpg', 'image/jpeg', photo, false);
    await client.remove(published);

    // --- what nobody should do, and what is left over ---
    const s3 = new S3Client({ region, endpoint: storage.endpoint, forcePathStyle: true });
    const sqs = new SQSClient({ region, endpoint: queueEndpoint });
    closers.push(
      () => s3.destroy(),
      () => sqs.destroy(),
    );
    const nobody = '0192f0c1-0000-7000-8000-000000000000';
    const put = (Bucket: string, Key: string) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body: 'left over' }));
    await put(buckets.MEDIA_BUCKET, `media/image/${nobody}/00000000-w320.webp`);
    const leave = (Bucket: string, Key: string) => s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    await leave(buckets.MEDIA_BUCKET, `media/audio/${nobody}/00000000-sound.m4a`);
    await leave(buckets.UPLOADS_BUCKET, `uploads/${nobody}/${nobody}`);
    await leave(buckets.UPLOADS_BUCKET, `quarantine/${nobody}/${nobody}`);
    // What was published vanishes, as nothing of ours makes it.
    const listed = await s3.send(
      new ListObjectsV2Command({ Bucket: buckets.MEDIA_BUCKET, Prefix: 'media/audio/' }),
    );
    const [vanishing] = listed.Contents ?? [];
    await s3.send(new DeleteObjectCommand({ Bucket: buckets.MEDIA_BUCKET, Key: vanishing?.Key ?? '' }));
    // The event of an upload that has been deleted meanwhile.
    const gone = {
      eventTime: new Date().toISOString(),
      s3: { bucket: { name: buckets.UPLOADS_BUCKET }, object: { key: `uploads/${nobody}/${nobody}` } },
    };
    await invoke({ Records: [gone] });
    const send = (name: string, MessageBody: string) =>
      sqs.send(
        new SendMessageCommand({ QueueUrl: `${queueEndpoint}/000000000000/media-${name}`, MessageBody }),
      );
    await send('results', 'no JSON');
    const record = { s3: { object: { key: `uploads/${nobody}/${nobody}` } } };
    await send(
      'failures',
      JSON.stringify({
        requestContext: { condition: 'RetriesExhausted' },
        requestPayload: { Records: [record] },
      }),
    );
    await send('failures', 'no JSON');

    await expireUploads(databaseUrl);
    await seen(expected.filter((call) => !followsRedrive(call)));
    while (Date.now() - lastNewAt < quietMs) await sleep(200);

    // --- an operator's tool ---
    // Of an upload that exists, so that it would be accepted now.
    await send(
      'dead-letters',
      JSON.stringify({
        requestContext: { condition: 'RetriesExhausted' },
        requestPayload: { Records: [{ s3: { object: { key: client.someKey } } }] },
      }),
    );
    const redrive = startProgram(
      api.build.file('dead-letters.js'),
      { ...api.environment, ...(await proxiesOf('redrive')) },
      ['redrive'],
    );
    if ((await redrive.ended) !== 0 || !redrive.output().includes('1 sent back'))
      throw new Error(`Nothing was sent back:\n${redrive.output()}`);
    await seen(expected);
    return {
      calls: [...calls.keys()].sort().map((line) => JSON.parse(line) as RecordedCall),
      logged: api
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    };
  } finally {
    for (const end of closers.reverse()) await end();
  }
}

/** A failure that the API accepts is the one that was sent back. */
const followsRedrive = ({ caller, action, on }: RecordedCall): boolean =>
  caller === 'redrive' || (action === 'sqs:DeleteMessage' && on === 'media-failures');

/** Ends the time of every upload at once: short-lived URLs would end before a slow machine has used them. */
async function expireUploads(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('UPDATE media SET url_expires_at = now(), deadline_at = now()');
  } finally {
    await client.end();
  }
}

/** A person with a patient hand. */
class Client {
  readonly #url: string;
  #token = '';
  someKey = '';

  constructor(url: string) {
    this.#url = url;
  }

  async signUp(): Promise<void> {
    const person = {
      email: `recorder-${String(Date.now())}@example.org`,
      password: 'correct horse battery',
      confirmPassword: 'correct horse battery',
    };
    const { accessToken } = await this.#call<{ accessToken: string }>(
      'POST',
      '/authentication/sign-up',
      person,
    );
    this.#token = accessToken;
  }

  async upload(
    fileName: string,
    contentType: string,
    bytes: Buffer<ArrayBuffer>,
    waits = true,
  ): Promise<string> {
    const body = { fileName, contentType, size: bytes.length };
    const asked = await this.#call<{
      mediaId: string;
      key: string;
      url: string;
      headers: Record<string, string>;
    }>('POST', '/media/presigned-url', body);
    const { status } = await fetch(asked.url, { method: 'PUT', headers: asked.headers, body: bytes });
    if (status !== 200) throw new Error(`Storage took ${fileName} with ${String(status)}`);
    this.someKey = asked.key;
    if (waits) await this.#inspected(asked.mediaId);
    return asked.mediaId;
  }

  async uploadInParts(fileName: string, contentType: string, bytes: Buffer<ArrayBuffer>): Promise<void> {
    const body = { fileName, contentType, size: bytes.length };
    const { mediaId, partSize, partCount } = await this.#call<{
      mediaId: string;
      partSize: number;
      partCount: number;
    }>('POST', '/media/multipart', body);
    const partNumbers = Array.from({ length: partCount }, (_none, index) => index + 1);
    const { parts } = await this.#call<{ parts: { partNumber: number; url: string }[] }>(
      'POST',
      `/media/multipart/${mediaId}/parts`,
      { partNumbers },
    );
    const sent = await Promise.all(
      parts.map(async ({ partNumber, url }) => {
        const part = bytes.subarray((partNumber - 1) * partSize, partNumber * partSize);
        const answer = await fetch(url, { method: 'PUT', body: part });
        return { partNumber, etag: answer.headers.get('etag') ?? '' };
      }),
    );
    await this.#call('GET', `/media/multipart/${mediaId}/parts`);
    await this.#call('POST', `/media/multipart/${mediaId}/complete`, { parts: sent });
    await this.#inspected(mediaId);
  }

  /** Starts an upload in parts, and completes it, or does not. */
  async abandon(silently: boolean): Promise<void> {
    const { mediaId } = await this.#call<{ mediaId: string }>('POST', '/media/multipart', {
      fileName: 'a.mp4',
      contentType: 'video/mp4',
      size: 20 * MiB,
    });
    if (!silently) await this.#call('DELETE', `/media/multipart/${mediaId}`);
  }

  async remove(mediaId: string): Promise<void> {
    await this.#call('DELETE', `/media/${mediaId}`);
  }

  async #inspected(mediaId: string): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      const { status } = await this.#call<{ status: string }>('GET', `/media/${mediaId}`);
      if (status !== 'PENDING') return;
      await sleep(100);
    }
    throw new Error(`${mediaId} was not inspected within half a minute`);
  }

  async #call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
}

if (import.meta.main) {
  const { calls } = await recordCalls();
  await writeFile(
    callsFile,
    `${JSON.stringify(calls, null, 2)}
`,
  );
  console.log(`${callsFile}: ${String(calls.length)} calls`);
  process.exit();
}
