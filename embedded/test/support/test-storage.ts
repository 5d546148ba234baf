import { S3Client } from '@aws-sdk/client-s3';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3Server } from '../../src/s3/server.ts';
import type { S3EventRecord, S3Server } from '../../src/s3/server.ts';

export const credentials = { accessKeyId: 'test', secretAccessKey: 'test-secret' };

export function makeClient(endpoint: string, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    region: 'us-east-1',
    endpoint,
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
    ...config,
  });
}

/** A server of our own on a temporary folder, within reach of its switches. */
export interface TestStorage {
  readonly server: S3Server;
  readonly client: S3Client;
  readonly dataDir: string;
  readonly records: S3EventRecord[];
  readonly errors: unknown[];
  /** Names of the files that hold bytes. */
  readonly dataFiles: () => Promise<string[]>;
  /** The same folder under a new server. */
  readonly restart: () => Promise<TestStorage>;
  readonly stop: () => Promise<void>;
}

export async function startTestStorage(): Promise<TestStorage> {
  return startOn(await mkdtemp(join(tmpdir(), 's3-server-')));
}

async function startOn(dataDir: string): Promise<TestStorage> {
  const errors: unknown[] = [];
  const server = await startS3Server({
    port: 0,
    dataDir,
    region: 'us-east-1',
    credentials: [credentials],
    buckets: [{ name: 'uploads', events: { prefix: 'uploads/' } }, { name: 'media' }],
    onError: (error) => errors.push(error),
  });
  const client = makeClient(server.endpoint);
  const records: S3EventRecord[] = [];
  server.onEvent((event) => records.push(...event.Records));
  const close = async () => {
    client.destroy();
    await server.close();
  };
  return {
    server,
    client,
    dataDir,
    records,
    errors,
    dataFiles: () => readdir(join(dataDir, 'data')),
    restart: async () => {
      await close();
      return startOn(dataDir);
    },
    stop: async () => {
      await close();
      await rm(dataDir, { recursive: true });
    },
  };
}
