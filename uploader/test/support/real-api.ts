/** The API itself, compiled and started as in production, over the services that `npm test` has started. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@media-feed/testing/free-ports';

const root = join(import.meta.dirname, '..', '..', '..');
const backend = join(root, 'backend');

export interface RealApi {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Its URLs last `presignTtlSeconds`. It inspects nothing: no message reaches it. */
export async function startRealApi({ presignTtlSeconds }: { presignTtlSeconds: number }): Promise<RealApi> {
  const folder = join(backend, 'dist', `.upload-test-${String(process.pid)}`);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const build = [tsc, '-p', 'tsconfig.build.json', '--outDir', folder];
  await promisify(execFile)(process.execPath, build, { cwd: backend });
  const port = await freePort();
  const queue = testService('TEST_QUEUE_ENDPOINT');
  const environment = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY,
    AWS_REGION: 'us-east-1',
    ENVIRONMENT: 'test',
    ROLE: 'api',
    LOG_LEVEL: 'warn',
    API_PORT: String(port),
    DATABASE_URL: testService('TEST_DATABASE_URL'),
    DATABASE_POOL_SIZE: '4',
    JWT_SECRET: 'a secret for tests, of 32 bytes and more',
    BCRYPT_COST: '10',
    RATE_LIMITS: 'off',
    PRESIGN_TTL_SECONDS: String(presignTtlSeconds),
    STORAGE_ENDPOINT: testService('TEST_STORAGE_ENDPOINT'),
    QUEUE_ENDPOINT: queue,
    RESULTS_QUEUE_URL: `${queue}/000000000000/none`,
    FAILURES_QUEUE_URL: `${queue}/000000000000/none`,
    UPLOADS_BUCKET: 'media-feed-uploads',
    MEDIA_BUCKET: 'media-feed-media',
    MEDIA_BASE_URL: 'http://localhost:8080',
  };
  const run = (file: string): ChildProcess =>
    spawn(process.execPath, [join(folder, file)], {
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  const [migrated] = (await once(run('database/migrate.js'), 'close')) as [number | null];
  if (migrated !== 0) throw new Error('The database could not be migrated; see above');
  const api = run('main.js');
  const ended = once(api, 'close');
  const url = `http://127.0.0.1:${String(port)}`;
  while (!(await isLive(url))) {
    if (api.exitCode !== null) throw new Error('The API ended before it was ready; see above');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    stop: async () => {
      api.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const isLive = (url: string): Promise<boolean> =>
  fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );

export function testService(
  name: 'TEST_DATABASE_URL' | 'TEST_STORAGE_ENDPOINT' | 'TEST_QUEUE_ENDPOINT',
): string {
  const address = process.env[name];
  if (!address) throw new Error(`${name} is not set: run the tests by embedded/src/with-services.ts`);
  return address;
}
