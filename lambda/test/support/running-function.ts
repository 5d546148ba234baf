/** The real function over the real S3 and SQS protocols, for one test file: own queue, own sandbox, own media ids. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  buildMediaPrefix,
  buildStorageKey,
  mediaClasses,
  inspectionResultSchema,
  type InspectionResult,
} from '@media-feed/contract';
import type { S3Event, S3EventRecord } from 'aws-lambda';
import { readConfig } from '../../src/config.ts';
import { createHandler, type Handler } from '../../src/create-handler.ts';

const environment = process.env;
const uploadsBucket = 'media-feed-uploads';
const mediaBucket = 'media-feed-media';
export const userId = '01980000-0000-7000-8000-000000000001';

export interface Uploaded {
  readonly mediaId: string;
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  readonly size: number;
}

export interface FunctionOptions {
  /** The program in the sandbox; the real one by default. */
  readonly sandboxEntry?: URL;
  readonly settings?: Readonly<Record<string, string>>;
}

export const fixture = (name: string): Promise<Buffer> =>
  readFile(join(import.meta.dirname, '..', 'fixtures', name));

export async function startFunction({ sandboxEntry, settings = {} }: FunctionOptions = {}) {
  const storageEndpoint = environment.TEST_STORAGE_ENDPOINT ?? '';
  const queueEndpoint = environment.TEST_QUEUE_ENDPOINT ?? '';
  if (!storageEndpoint || !queueEndpoint) throw new Error('Run this by embedded/src/with-services.ts');
  const s3 = new S3Client({ endpoint: storageEndpoint, forcePathStyle: true });
  const sqs = new SQSClient({ endpoint: queueEndpoint });
  const queue = await sqs.send(new CreateQueueCommand({ QueueName: `lambda-${randomUUID()}` }));
  const queueUrl = queue.QueueUrl ?? '';
  const services = {
    AWS_REGION: environment.AWS_REGION,
    PATH: environment.PATH,
    LOG_LEVEL: environment.LOG_LEVEL ?? 'silent',
    STORAGE_ENDPOINT: storageEndpoint,
    QUEUE_ENDPOINT: queueEndpoint,
    UPLOADS_BUCKET: uploadsBucket,
    MEDIA_BUCKET: mediaBucket,
    RESULTS_QUEUE_URL: queueUrl,
  };
  const { handler, close } = createHandler(
    readConfig({
      ...services,
      // How long a sound file takes says something of the machine only.
      SANDBOX_TIMEOUT_SECONDS: '3600',
      ...settings,
    }),
    sandboxEntry ?? new URL('../../src/sandbox/child.ts', import.meta.url),
  );

  /** Puts an object where a browser would. */
  const upload = async (
    body: Uint8Array,
    contentType: string,
    mediaId: string = randomUUID(),
  ): Promise<Uploaded> => {
    const key = buildStorageKey({ kind: 'upload', userId, mediaId });
    const put = new PutObjectCommand({
      Bucket: uploadsBucket,
      Key: key,
      Body: body,
      ContentType: contentType,
    });
    const { ETag = '' } = await s3.send(put);
    return { mediaId, key, etag: ETag.replaceAll('"', ''), size: body.length };
  };

  const receive = async (waitSeconds = 0): Promise<InspectionResult[]> => {
    const command = { QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: waitSeconds };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(command));
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
    return Messages.map(({ Body }) => inspectionResultSchema.parse(JSON.parse(Body ?? '')));
  };

  const keysUnder = async (Bucket: string, Prefix: string): Promise<string[]> => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Contents.flatMap(({ Key }) => Key ?? []);
  };

  return {
    s3,
    sqs,
    queueUrl,
    /** What a function needs to reach them. */
    environment: services,
    uploadsBucket,
    mediaBucket,
    handler,
    close,
    upload,
    receive,
    /** Everything in the media bucket that belongs to the item. */
    publishedKeys: async (mediaId: string): Promise<string[]> => {
      const prefixes = mediaClasses.map((mediaClass) => buildMediaPrefix(mediaClass, mediaId));
      return (await Promise.all(prefixes.map((prefix) => keysUnder(mediaBucket, prefix)))).flat();
    },
    head: (Bucket: string, Key: string) => s3.send(new HeadObjectCommand({ Bucket, Key })),
    bytesOf: async (Bucket: string, Key: string): Promise<Uint8Array> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array(0);
    },
    /** Uploads, runs the function once, and gives its one result. */
    inspect: async (body: Uint8Array, contentType: string): Promise<InspectionResult> => {
      const uploaded = await upload(body, contentType);
      await handler(eventOf(uploaded), context());
      const [result] = await receive();
      if (!result) throw new Error('No result came');
      return result;
    },
  };
}

/** Time enough, unless a test says otherwise. */
export const context = (remainingMs = 3_600_000): Parameters<Handler>[1] => ({
  awsRequestId: randomUUID(),
  getRemainingTimeInMillis: () => remainingMs,
});

export const eventOf = (...uploads: readonly Uploaded[]): S3Event => ({ Records: uploads.map(recordOf) });

/** A record as S3 sends it (S3 User Guide, «Event message structure»). */
const recordOf = ({ key, etag, size }: Uploaded): S3EventRecord => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: 'us-east-1',
  eventTime: '2026-11-24T21:00:00.000Z',
  eventName: 'ObjectCreated:Put',
  userIdentity: { principalId: 'AWS:test' },
  requestParameters: { sourceIPAddress: '127.0.0.1' },
  responseElements: { 'x-amz-request-id': 'C3D13FE58DE4C810', 'x-amz-id-2': 'test' },
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: 'uploads',
    bucket: {
      name: uploadsBucket,
      ownerIdentity: { principalId: 'test' },
      arn: `arn:aws:s3:::${uploadsBucket}`,
    },
    object: {
      key: encodeURIComponent(key).replaceAll('%2F', '/'),
      size,
      eTag: etag,
      sequencer: '0A1B2C3D4E5F678901',
    },
  },
});
