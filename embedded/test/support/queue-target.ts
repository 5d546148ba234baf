import { randomUUID } from 'node:crypto';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueueReady } from '../../src/programs/queue.ts';
import { startProgram } from '../../src/supervisor/program.ts';
import { startMoto } from './moto.ts';

/** An SQS to be checked. */
export interface QueueTarget {
  readonly client: SQSClient;
  /** A queue of its own, gone when the target stops; returns its URL. */
  makeQueue(attributes?: Record<string, string>): Promise<string>;
  /** Of a queue, by its URL. */
  arnOf(queueUrl: string): Promise<string>;
  readonly stop: () => Promise<void>;
}

const region = process.env.AWS_REGION ?? 'us-east-1';
const credentials = {
  accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'conformance',
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'conformance-secret',
  ...(process.env.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: process.env.AWS_SESSION_TOKEN }),
};

/** `CONFORMANCE_QUEUE_ENDPOINT` (LocalStack, AWS, …), else the running stack's, else the stack's queue program. */
export async function chosenQueueTarget(): Promise<QueueTarget> {
  const configured = process.env.CONFORMANCE_QUEUE_ENDPOINT ?? process.env.TEST_QUEUE_ENDPOINT;
  if (configured !== undefined) return queuesAt(configured, () => Promise.resolve());
  const dataDir = await mkdtemp(join(tmpdir(), 'conformance-queue-'));
  const program = await startProgram<QueueReady>({
    name: 'queue',
    entry: join(import.meta.dirname, '..', '..', 'src', 'programs', 'queue.ts'),
    environment: { AWS_REGION: region, QUEUE_DATA_DIR: dataDir, QUEUE_PORT: '0' },
    onLine: () => undefined,
  });
  return queuesAt(program.ready.endpoint, async () => {
    await program.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
}

export async function motoQueueTarget(): Promise<QueueTarget> {
  const moto = await startMoto();
  return queuesAt(moto.endpoint, () => moto.stop());
}

export function queuesAt(endpoint: string, stop: () => Promise<void>): QueueTarget {
  // Emulators name hosts in their queue URLs that only they know.
  const client = new SQSClient({
    region,
    credentials,
    endpoint,
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
  });
  const queues: string[] = [];
  return {
    client,
    makeQueue: async (Attributes = {}) => {
      const command = new CreateQueueCommand({ QueueName: `conformance-${randomUUID()}`, Attributes });
      const { QueueUrl = '' } = await client.send(command);
      queues.push(QueueUrl);
      return QueueUrl;
    },
    arnOf: async (QueueUrl) => {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
      return (await client.send(command)).Attributes?.QueueArn ?? '';
    },
    stop: async () => {
      for (const QueueUrl of queues) await client.send(new DeleteQueueCommand({ QueueUrl }));
      client.destroy();
      await stop();
    },
  };
}
