/**
 * How the Lambda streams a large film, against a plain copy of the same bytes with the same part size and
 * concurrency, interleaved; and the most memory that the function and its sandbox ever held together: pages that both
 * map (Node's own) counted once, as Lambda counts them, and for comparison twice (the sum of resident sizes).
 * Run by `make bench`; needs TEST_STORAGE_ENDPOINT and TEST_QUEUE_ENDPOINT (with-services).
 */
import { fork } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Upload } from '@aws-sdk/lib-storage';
import { buildStorageKey, inspectionResultSchema } from '@media-feed/contract';
import type { FromWorker } from '../embedded/src/functions/worker-messages.ts';
import { treeMemoryMiB } from '../embedded/src/functions/tree-memory.ts';
import { writeLargeFilm } from '@media-feed/seed/film/large-film';
import { leavePayloadUnsigned } from '../lambda/src/unsigned-payload.ts';
import { atLeast, ratios, spreadOf, write } from './figures.ts';
import { judged, writeRow } from './results.ts';
import { treePssMiB } from './tree-pss.ts';

const gib = 1024 ** 3;
const rounds = Number(process.env.ROUNDS ?? 3);
const bytes = Number(process.env.SIZE_GIB ?? 5) * gib;
const part = { partSize: 8 * 1024 * 1024, queueSize: 4 };
const root = join(import.meta.dirname, '..');
const uploads = 'media-feed-uploads';
const media = 'media-feed-media';
const region = process.env.AWS_REGION ?? 'us-east-1';
const storageEndpoint = required('TEST_STORAGE_ENDPOINT');
const queueEndpoint = required('TEST_QUEUE_ENDPOINT');
const storage = new S3Client({ endpoint: storageEndpoint, region, forcePathStyle: true });
// As the function's own client does, or the copy would pay for a hash that the function does not make.
leavePayloadUnsigned(storage);
const queue = new SQSClient({ endpoint: queueEndpoint, region });

const folder = await mkdtemp(join(tmpdir(), 'media-feed-bench-'));
const file = join(folder, 'film.mp4');
console.log(`Writing a film of ${(bytes / gib).toFixed(1)} GiB`);
await writeLargeFilm(file, bytes);
const { size } = await stat(file);
await queue.send(new CreateQueueCommand({ QueueName: 'bench-results' }));
const queueUrl = `${queueEndpoint}/000000000000/bench-results`;

const copySeconds: number[] = [];
const functionSeconds: number[] = [];
/** MiB. */
const peak = { once: 0, twice: 0 };
const userId = crypto.randomUUID();
const mediaId = crypto.randomUUID();
const key = buildStorageKey({ kind: 'upload', userId, mediaId });
await store(uploads, key, createReadStream(file, { highWaterMark: 1024 * 1024 }));
await rm(folder, { recursive: true });
const worker = startWorker();
for (let round = 1; round <= rounds; round++) {
  copySeconds.push(await seconds(plainCopy));
  await emptyMedia();
  functionSeconds.push(await seconds(runFunction));
  await emptyMedia();
  console.log(`Round ${String(round)}: copy ${last(copySeconds)} s, function ${last(functionSeconds)} s`);
}
worker.kill();

const speed = (values: number[]) => write(spreadOf(values.map((value) => size / 1e6 / value)), 0);
const share = ratios(copySeconds, functionSeconds);
const row = {
  what: `a film of ${(size / gib).toFixed(1)} GiB through the Lambda, against a plain copy with 8 MiB parts, 4 at once`,
  gives: 'that long films are limited by storage and fit into the function',
  result: `${speed(functionSeconds)} against ${speed(copySeconds)} MB/s: ${write(share)}; at most ${peak.once.toFixed(0)} MiB resident, sandbox included (asked: 512; ${peak.twice.toFixed(0)} with shared pages counted twice)`,
  rounds,
};
await writeRow('large-upload', judged(row, share, atLeast(0.8)));
process.exit(0);

async function plainCopy(): Promise<void> {
  const { Body } = await storage.send(new GetObjectCommand({ Bucket: uploads, Key: key }));
  if (!(Body instanceof Readable)) throw new Error('Storage gave no stream');
  await store(media, 'media/copy', Body);
}

async function store(bucket: string, to: string, body: Readable): Promise<void> {
  await new Upload({
    client: storage,
    params: { Bucket: bucket, Key: to, Body: body, ContentType: 'video/mp4' },
    ...part,
  }).done();
}

async function runFunction(): Promise<void> {
  const { ETag } = await storage.send(new HeadObjectCommand({ Bucket: uploads, Key: key }));
  const memory = [
    setInterval(() => {
      peak.twice = Math.max(peak.twice, treeMemoryMiB(worker.pid ?? 0));
    }, 50),
    setInterval(() => {
      peak.once = Math.max(peak.once, treePssMiB(worker.pid ?? 0));
    }, 500),
  ];
  const outcome = await new Promise<unknown>((resolve) => {
    const hear = (message: FromWorker): void => {
      if (message.kind !== 'done') return;
      worker.off('message', hear);
      resolve(message.outcome);
    };
    worker.on('message', hear);
    worker.send({ requestId: crypto.randomUUID(), event: s3Event(ETag ?? ''), timeoutSeconds: 900 });
  });
  memory.forEach(clearInterval);
  const { Messages } = await queue.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 5 }),
  );
  const result = inspectionResultSchema.safeParse(JSON.parse(Messages?.[0]?.Body ?? 'null'));
  if (result.data?.outcome !== 'READY') {
    throw new Error(`The film was not published: ${JSON.stringify(outcome)} ${JSON.stringify(result.data)}`);
  }
}

function startWorker() {
  return fork(
    join(root, 'embedded', 'src', 'functions', 'worker.ts'),
    [String(process.pid), join(root, 'lambda', 'dist', 'handler.mjs')],
    {
      env: {
        ...process.env,
        STORAGE_ENDPOINT: storageEndpoint,
        QUEUE_ENDPOINT: queueEndpoint,
        UPLOADS_BUCKET: uploads,
        MEDIA_BUCKET: media,
        RESULTS_QUEUE_URL: queueUrl,
        MAX_VIDEO_BYTES: String(6 * gib),
        LOG_LEVEL: 'warn',
      },
    },
  );
}

function s3Event(eTag: string): unknown {
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: new Date().toISOString(),
        eventName: 'ObjectCreated:CompleteMultipartUpload',
        userIdentity: { principalId: 'bench' },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': crypto.randomUUID(), 'x-amz-id-2': 'bench' },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'bench',
          bucket: { name: uploads, arn: `arn:aws:s3:::${uploads}`, ownerIdentity: { principalId: 'bench' } },
          object: { key, size, eTag: eTag.replaceAll('"', ''), sequencer: '01' },
        },
      },
    ],
  };
}

async function emptyMedia(): Promise<void> {
  const { Contents = [] } = await storage.send(new ListObjectsV2Command({ Bucket: media }));
  for (const { Key } of Contents) await storage.send(new DeleteObjectCommand({ Bucket: media, Key }));
}

async function seconds(run: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return (performance.now() - startedAt) / 1000;
}

function last(values: number[]): string {
  return (values.at(-1) ?? NaN).toFixed(1);
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run by \`make bench\``);
  return value;
}
