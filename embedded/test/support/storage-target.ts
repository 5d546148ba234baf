import { randomUUID } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3Server } from '../../src/s3/server.ts';
import { startMoto } from './moto.ts';
import { silent } from './silent.ts';

/** An S3 to be checked: where it is, and whose calls it takes. */
export interface StorageTarget {
  readonly endpoint: string;
  readonly uploads: string;
  readonly media: string;
  /** The one origin that the CORS rules of the uploads bucket allow. */
  readonly origin: string;
  /** All keys of this run begin so. */
  readonly prefix: string;
  /** As the product calls S3, but without retries. */
  readonly client: S3Client;
  makeClient(config?: S3ClientConfig): S3Client;
  readonly stop: () => Promise<void>;
}

const region = process.env.AWS_REGION ?? 'us-east-1';
export const credentials = {
  accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'conformance',
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'conformance-secret',
  ...(process.env.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: process.env.AWS_SESSION_TOKEN }),
};
const uploads = process.env.CONFORMANCE_UPLOADS_BUCKET ?? 'media-feed-uploads';
const media = process.env.CONFORMANCE_MEDIA_BUCKET ?? 'media-feed-media';
const origin = process.env.CONFORMANCE_ORIGIN ?? 'http://localhost:5173';

const productCors = {
  allowedOrigins: [origin],
  allowedMethods: ['PUT'],
  allowedHeaders: ['content-type', 'if-none-match'],
  exposeHeaders: ['ETag'],
};

/** `CONFORMANCE_STORAGE_ENDPOINT` (LocalStack, AWS, …), else the running stack's, else a server of our own. */
export async function chosenTarget(): Promise<StorageTarget> {
  const configured = process.env.CONFORMANCE_STORAGE_ENDPOINT ?? process.env.TEST_STORAGE_ENDPOINT;
  if (configured !== undefined) return storageAt(configured, () => Promise.resolve());
  const dataDir = await mkdtemp(join(tmpdir(), 'conformance-'));
  const server = await startS3Server({
    port: 0,
    dataDir,
    region,
    credentials: [credentials],
    buckets: [{ name: uploads, cors: [productCors] }, { name: media }],
  });
  return storageAt(server.endpoint, async () => {
    await server.close();
    await rm(dataDir, { recursive: true });
  });
}

export async function motoTarget(): Promise<StorageTarget> {
  const moto = await startMoto();
  return storageAt(moto.endpoint, () => moto.stop());
}

export async function storageAt(endpoint: string, stop: () => Promise<void>): Promise<StorageTarget> {
  const clients: S3Client[] = [];
  const makeClient = (config: S3ClientConfig = {}) => {
    const client = new S3Client({
      region,
      credentials,
      endpoint,
      forcePathStyle: true,
      maxAttempts: 1,
      logger: silent,
      ...config,
    });
    clients.push(client);
    return client;
  };
  const prefix = `uploads/conformance-${randomUUID()}/`;
  const target = { endpoint, uploads, media, origin, prefix, client: makeClient(), makeClient, stop };
  for (const bucket of [uploads, media]) await ensureBucket(target.client, bucket);
  return {
    ...target,
    stop: async () => {
      for (const bucket of [uploads, media]) await removeAll(target.client, bucket, prefix);
      for (const client of clients) client.destroy();
      await stop();
    },
  };
}

/** An emulator begins empty; our server and AWS have their buckets. */
async function ensureBucket(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NotFound')) throw error;
  }
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  if (bucket !== uploads) return;
  const rule = {
    AllowedOrigins: productCors.allowedOrigins,
    AllowedMethods: productCors.allowedMethods,
    AllowedHeaders: productCors.allowedHeaders,
    ExposeHeaders: productCors.exposeHeaders,
  };
  await client.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [rule] } }));
}

async function removeAll(client: S3Client, bucket: string, prefix: string): Promise<void> {
  const objects = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  for (const { Key } of objects.Contents ?? []) {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  }
  const open = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }));
  for (const { Key, UploadId } of open.Uploads ?? []) {
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
  }
}
