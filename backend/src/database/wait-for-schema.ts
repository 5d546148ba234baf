import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { isError } from '../errors/is-error.ts';
import type { DatabaseConfig } from '../config/config.ts';
import { clientOptions } from './data-source.ts';
import { migrations } from './migrations/index.ts';

const RETRY_MS = 500;
/** A line in the log each so often while nothing changes. */
const REMINDER_MS = 10_000;

type Logs = Pick<Logger, 'info' | 'warn'>;

/**
 * Returns once the database answers and every migration that this program knows is applied; never changes
 * anything itself. Logs what it waits for. A schema that is ahead is fine: the next version is being rolled
 * out. Throws the signal's reason when that comes first.
 */
export async function waitForSchema(
  config: DatabaseConfig,
  logger: Logs,
  signal?: AbortSignal,
): Promise<void> {
  let logged = '';
  let loggedAt = 0;
  for (;;) {
    const obstacle = await findObstacle(config);
    if (obstacle === undefined) break;
    if (obstacle !== logged || Date.now() - loggedAt > REMINDER_MS) {
      logger.warn(obstacle);
      logged = obstacle;
      loggedAt = Date.now();
    }
    await delay(RETRY_MS, undefined, signal && { signal });
  }
  if (logged) logger.info('Database and schema are ready.');
}

/** What keeps the program from serving, as a sentence; `undefined` when nothing does. */
async function findObstacle(config: DatabaseConfig): Promise<string | undefined> {
  try {
    const missing = await findMissingMigrations(config);
    if (missing.length === 0) return undefined;
    return `Waiting for the schema: ${String(missing.length)} migrations are not applied yet (run the migrate task); next is ${String(missing[0])}.`;
  } catch (error) {
    return `Waiting for the database: ${describeConnectionError(error)}`;
  }
}

/** Names of the migrations that the database does not have, oldest first. */
export async function findMissingMigrations(config: DatabaseConfig): Promise<string[]> {
  const client = new Client(clientOptions(config));
  // A connection that breaks rejects the query in flight; without a listener it would end the process too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const table = await client.query<{ exists: boolean }>(
      `SELECT to_regclass('migrations') IS NOT NULL AS "exists"`,
    );
    if (!table.rows[0]?.exists) return migrations.map((migration) => migration.name);
    const applied = await client.query<{ name: string }>('SELECT name FROM migrations');
    const names = new Set(applied.rows.map((row) => row.name));
    return migrations.map((migration) => migration.name).filter((name) => !names.has(name));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** One line without the address's secrets: pg's messages never hold the password. */
export function describeConnectionError(error: unknown): string {
  if (!isError(error)) return 'unknown error';
  // Node tries each address of a host, and then reports all of them at once.
  const each = (error as { errors?: unknown[] }).errors;
  if (each?.length) return each.map(describeConnectionError).join('; ');
  return error.message === '' ? error.name : error.message;
}
