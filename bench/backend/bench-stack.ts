/** What is measured on: a filled database, the API with the settings of production, and the bare server. */
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Client } from 'pg';
import { fillDatabase, fullScale, quickScale, type Scale } from './fill-database.ts';
import { keepOffServers } from './cores.ts';
import type { MeasuredServer } from './load.ts';
import { childrenSeconds } from './processor-time.ts';
import { startServer } from './program.ts';

const root = join(import.meta.dirname, '..', '..');
const region = 'us-east-1';
const jwtSecret = 'a secret of the benchmark and of nothing else';
export const password = 'correct horse battery staple';
/** Of that password, by bcrypt at cost 12. */
const passwordHash = '$2b$12$1ep.sJ5aEPkwRoX2A5dBD.EgRYvOcWplReAG/4iTqyGxchLrlgjou';

export interface BenchStack {
  readonly scale: Scale;
  readonly api: MeasuredServer;
  readonly bare: MeasuredServer;
  readonly database: Client;
  readonly databaseUrl: string;
  readonly apiEnvironment: Readonly<Record<string, string>>;
  /** A second API on a port of its own. */
  startApi(overrides: Readonly<Record<string, string>>): Promise<MeasuredServer>;
  /** `Authorization` header of somebody who is signed in. */
  authorize(userId: string): string;
  /** Ids of people. */
  people(count: number): Promise<string[]>;
  /** Ids of items of the feed, newest first. */
  items(count: number): Promise<string[]>;
  /** How often the feed's index was asked so far, by whatever statement. */
  feedStatements(): Promise<number>;
  deadlocks(): Promise<number>;
  /** Items whose count is not the number of their likes. */
  likeDrift(): Promise<number>;
  highestResidentMiB(): number;
  close(): Promise<void>;
}

/** Run with the services of `with-services`; `quick` is a fiftieth of everything. */
export async function startBenchStack(quick: boolean, logFile: string): Promise<BenchStack> {
  const databaseUrl = await createDatabase();
  const apiEnvironment = await environmentOfApi(databaseUrl);
  await migrate(apiEnvironment);
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const postmaster = await parentOfBackend(database);
  keepOffServers(process.pid);
  keepOffServers(postmaster);
  const measured = async (...start: Parameters<typeof startServer>): Promise<MeasuredServer> => ({
    ...(await startServer(...start)),
    databaseSeconds: () => childrenSeconds(postmaster),
  });
  const scale = quick ? quickScale : fullScale;
  await fillDatabase(database, scale, passwordHash);
  const bare = await measured(join(import.meta.dirname, 'bare-server.ts'), {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: apiEnvironment.DATABASE_POOL_SIZE ?? '10',
  });
  const startApi = async (overrides: Readonly<Record<string, string>>) =>
    measured(
      join(root, 'embedded/src/programs/api.ts'),
      { ...apiEnvironment, API_PORT: await freePort(), ...overrides },
      logFile,
    );
  const api = await startApi({});
  let highest = 0;
  const watch = setInterval(() => {
    highest = Math.max(highest, api.residentMiB());
  }, 100);
  const number = async (sql: string) => Number((await database.query<{ n: string }>(sql)).rows[0]?.n);
  const ids = async (sql: string) => (await database.query<{ id: string }>(sql)).rows.map(({ id }) => id);
  return {
    scale,
    api,
    bare,
    database,
    databaseUrl,
    apiEnvironment,
    startApi,
    authorize,
    people: (count) => ids(`SELECT id FROM users ORDER BY id LIMIT ${String(count)}`),
    items: (count) =>
      ids(`SELECT id FROM media WHERE status = 'READY' ORDER BY published_at DESC LIMIT ${String(count)}`),
    feedStatements: () => number(`SELECT pg_stat_get_numscans('media_feed_idx'::regclass) AS n`),
    deadlocks: () => number('SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()'),
    likeDrift: () =>
      number(`SELECT count(*) AS n FROM media m
        WHERE likes_count <> (SELECT count(*) FROM likes l WHERE l.media_id = m.id)`),
    highestResidentMiB: () => highest,
    close: async () => {
      clearInterval(watch);
      await Promise.all([api.stop(), bare.stop(), database.end()]);
    },
  };
}

/** The postmaster: each backend is a child of it. */
async function parentOfBackend(database: Client): Promise<number> {
  const { rows } = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const status = await readFile(`/proc/${String(rows[0]?.pid)}/status`, 'utf8');
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}

async function createDatabase(): Promise<string> {
  const adminUrl = required('TEST_DATABASE_URL');
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query('CREATE DATABASE bench');
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = '/bench';
  return url.href;
}

async function environmentOfApi(databaseUrl: string): Promise<Record<string, string>> {
  const queueEndpoint = required('TEST_QUEUE_ENDPOINT');
  const queue = new SQSClient({ endpoint: queueEndpoint, region });
  const [results, failures] = await Promise.all(
    ['bench-results', 'bench-failures'].map(async (QueueName) => {
      await queue.send(new CreateQueueCommand({ QueueName }));
      return `${queueEndpoint}/000000000000/${QueueName}`;
    }),
  );
  queue.destroy();
  return {
    ...(await memoryLimits()),
    ENVIRONMENT: 'production',
    NODE_ENV: 'production',
    PASSWORD_BREACH_CHECK: 'on',
    BACKEND_MAIN: join(root, 'backend/dist/main.js'),
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '10',
    JWT_SECRET: jwtSecret,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: required('AWS_ACCESS_KEY_ID'),
    AWS_SECRET_ACCESS_KEY: required('AWS_SECRET_ACCESS_KEY'),
    STORAGE_ENDPOINT: required('TEST_STORAGE_ENDPOINT'),
    QUEUE_ENDPOINT: queueEndpoint,
    UPLOADS_BUCKET: 'media-feed-uploads',
    MEDIA_BUCKET: 'media-feed-media',
    RESULTS_QUEUE_URL: results ?? '',
    FAILURES_QUEUE_URL: failures ?? '',
    MEDIA_BASE_URL: 'https://media.example.org',
    WEB_ORIGINS: 'https://example.org',
    // The objects of the million items are in no storage: the reconciler would look for each.
    RECONCILE_INTERVAL_SECONDS: '86400',
    // All load comes from one address, which stands for many people here: the limits are on, but wide.
    SIGN_IN_LIMIT_PER_ADDRESS: '1000000',
    SIGN_IN_LIMIT_PER_ACCOUNT: '1000000',
    PRESIGN_LIMIT_PER_USER: '1000000',
    PRESIGN_LIMIT_PER_ADDRESS: '1000000',
    READ_LIMIT_PER_ADDRESS: '1000000',
    PERSONAL_FEED_LIMIT_PER_ADDRESS: '1000000',
    WRITE_LIMIT_PER_USER: '1000000',
    MAX_UNFINISHED_UPLOADS: '10000',
    DAILY_UPLOADS: '1000000',
    DAILY_BYTES: '5000000000000',
  };
}

/** Those that production runs with. */
async function memoryLimits(): Promise<Record<string, string>> {
  const template = await readFile(join(root, 'infrastructure/ecs.yaml'), 'utf8');
  return Object.fromEntries(
    ['NODE_OPTIONS', 'MALLOC_ARENA_MAX'].map((name) => {
      const value = new RegExp(`- Name: ${name}\\n +Value: '?([^'\\n]+)`).exec(template)?.[1];
      if (value === undefined) throw new Error(`infrastructure/ecs.yaml does not set ${name}`);
      return [name, value];
    }),
  );
}

async function migrate(environment: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'backend/dist/database/migrate.js')], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error('The migrations failed');
}

function authorize(userId: string): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  // A session that never ended, as far as the API knows.
  const claims = {
    sub: userId,
    sid: randomUUID(),
    iat: now,
    exp: now + 7200,
    iss: 'media-feed',
    aud: 'media-feed-api',
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `Bearer ${signed}.${createHmac('sha256', jwtSecret).update(signed).digest('base64url')}`;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing: run this by \`make bench\`.`);
  return value;
}
