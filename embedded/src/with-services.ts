/**
 * Runs a command with PostgreSQL, S3 and SQS at hand: `node embedded/src/with-services.ts -- COMMAND…`.
 * Free ports, a temporary data folder; addresses in TEST_DATABASE_URL, TEST_STORAGE_ENDPOINT and
 * TEST_QUEUE_ENDPOINT. Ends with the command's exit code.
 */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseReady } from './programs/database.ts';
import type { QueueReady } from './programs/queue.ts';
import type { StorageReady } from './programs/storage.ts';
import { localSecret } from './supervisor/secrets.ts';
import { startProgram } from './supervisor/program.ts';

const [command, ...args] = process.argv.slice(process.argv.indexOf('--') + 1);
if (!command) {
  console.error('Usage: node embedded/src/with-services.ts -- COMMAND…');
  process.exit(1);
}

const dataDir = await mkdtemp(join(tmpdir(), 'media-feed-test-'));
// As root, PostgreSQL runs as another user, who must be able to enter.
await chmod(dataDir, 0o755);
const aws = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test-access-key',
  AWS_SECRET_ACCESS_KEY: await localSecret(dataDir, 'storage'),
};
const start = <Ready>(name: string, environment: Record<string, string>) =>
  startProgram<Ready>({
    name,
    entry: join(import.meta.dirname, 'programs', `${name}.ts`),
    environment: { ...aws, ...environment },
    onLine: (program, line) => console.error(`[${program}] ${line}`),
  });

const [database, storage, queue] = await Promise.all([
  start<DatabaseReady>('database', {
    DATABASE_DATA_DIR: join(dataDir, 'postgres'),
    DATABASE_PASSWORD: 'test',
    DATABASE_PORT: '0',
  }),
  start<StorageReady>('storage', {
    STORAGE_DATA_DIR: join(dataDir, 'storage'),
    STORAGE_PORT: '0',
    UPLOADS_BUCKET: 'media-feed-uploads',
    MEDIA_BUCKET: 'media-feed-media',
    WEB_ORIGINS: 'http://localhost:5173',
  }),
  start<QueueReady>('queue', { QUEUE_DATA_DIR: join(dataDir, 'queue'), QUEUE_PORT: '0' }),
]);

const child = spawn(command, args, {
  stdio: 'inherit',
  env: {
    ...process.env,
    ...aws,
    TEST_DATABASE_URL: database.ready.adminUrl,
    TEST_STORAGE_ENDPOINT: storage.ready.endpoint,
    TEST_QUEUE_ENDPOINT: queue.ready.endpoint,
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
const exitCode = await new Promise<number>((resolve) => {
  child.on('error', (error) => {
    console.error(error.message);
    resolve(127);
  });
  child.on('close', (code) => {
    resolve(code ?? 1);
  });
});
await Promise.all([database.stop(), storage.stop(), queue.stop()]);
await rm(dataDir, { recursive: true, force: true });
process.exit(exitCode);
