import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../../src/config/config.ts';
import { type EmbeddedProgram, startEmbeddedProgram } from '../../support/embedded-program.ts';

const handler = join(import.meta.dirname, '../../../../lambda/src/handler.ts');

interface Service {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Buckets of one test file alone, which may remove from them what it likes. */
export function startOwnStorage(): Promise<Service> {
  return withFolder(async (folder) => {
    const program = await startEmbeddedProgram<{ endpoint: string }>('storage', {
      ...credentials(),
      AWS_REGION: 'us-east-1',
      STORAGE_DATA_DIR: folder,
      STORAGE_PORT: '0',
      UPLOADS_BUCKET: 'media-feed-uploads',
      MEDIA_BUCKET: 'media-feed-media',
      WEB_ORIGINS: 'http://localhost:5173',
    });
    return { program, endpoint: program.ready.endpoint };
  });
}

/** The real function, behind the embedded stack's Lambda, over the queues and buckets of one app. */
export function startOwnLambda(config: Config): Promise<Service> {
  return withFolder(async (folder) => {
    const services = {
      ...credentials(),
      AWS_REGION: config.awsRegion,
      UPLOADS_BUCKET: config.uploadsBucket,
      MEDIA_BUCKET: config.mediaBucket,
      STORAGE_ENDPOINT: config.storageEndpoint ?? '',
      QUEUE_ENDPOINT: config.queueEndpoint ?? '',
      RESULTS_QUEUE_URL: config.resultsQueueUrl,
      FAILURES_QUEUE_URL: config.failuresQueueUrl,
    };
    const program = await startEmbeddedProgram<{ invokeUrl: string }>('functions', {
      ...services,
      FUNCTIONS_PORT: '0',
      FUNCTIONS_DATA_DIR: folder,
      FUNCTION_NAME: config.functionName,
      FUNCTION_HANDLER: handler,
      FUNCTION_ENVIRONMENT: JSON.stringify(services),
      LAMBDA_CONCURRENCY: '1',
      LAMBDA_MEMORY_MIB: '2048',
      LAMBDA_TIMEOUT_SECONDS: '60',
      LAMBDA_RETRY_SECONDS: '0.1,0.1',
    });
    return { program, endpoint: new URL(program.ready.invokeUrl).origin };
  });
}

function credentials(): Record<string, string> {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', PATH = '' } = process.env;
  return { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, PATH };
}

async function withFolder(
  start: (folder: string) => Promise<{ program: EmbeddedProgram<unknown>; endpoint: string }>,
): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'media-feed-own-'));
  const { program, endpoint } = await start(folder);
  return {
    endpoint,
    stop: async () => {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
