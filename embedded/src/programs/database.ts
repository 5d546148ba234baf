/** PostgreSQL 18 with the application's database, kept in `DATABASE_DATA_DIR`. */
import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import pg from 'pg';
import { explainPostgresFailure } from '../postgres/explain-failure.ts';
import { PostgresFailedError, startPostgres } from '../postgres/server.ts';
import { required, runProgram } from './lifecycle.ts';

export interface DatabaseReady {
  /** Of the server's own `postgres` database. */
  adminUrl: string;
  /** Of the application's database. */
  url: string;
}

const applicationDatabase = 'media_feed';

runProgram<DatabaseReady>(async () => {
  const dataDir = required('DATABASE_DATA_DIR');
  const password = required('DATABASE_PASSWORD');
  const port = Number(required('DATABASE_PORT')) || (await freePort());
  const user = applicationDatabase;
  await mkdir(dirname(dataDir), { recursive: true });
  const server = await startPostgres({ dataDir, port, user, password }).catch((error: unknown) => {
    throw error instanceof PostgresFailedError
      ? new Error(explainPostgresFailure(dataDir, error.log))
      : error;
  });
  // A server that died under us: end, so that the supervisor starts both anew.
  void server.ended.then(() => process.exit(process.exitCode ?? 1));
  const adminUrl = `postgres://${user}:${password}@127.0.0.1:${String(port)}/postgres`;
  await createDatabase(adminUrl);
  return {
    ready: { adminUrl, url: adminUrl.replace(/postgres$/, applicationDatabase) },
    stop: async () => {
      process.exitCode = 0;
      await server.stop();
    },
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
