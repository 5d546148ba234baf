import { Client } from 'pg';
import { DataSource } from 'typeorm';
import type { DatabaseConfig } from '../config/config.ts';
import { grantToApi } from './api-role.ts';
import { clientOptions, databaseOptions } from './data-source.ts';

/** Any number that nothing else in this database locks; one process changes the schema at a time. */
const SCHEMA_LOCK = 7_263_001;

/**
 * Applies what is missing, grants to the API's logins what they need, and gives the names of what it applied; several
 * at once apply it once.
 */
export async function applyMigrations(config: DatabaseConfig): Promise<string[]> {
  const { databaseApiUrl, databaseApiPreviousUrl } = config;
  const logins = [databaseApiUrl, databaseApiPreviousUrl].filter((url) => url !== undefined);
  return alone(config, async (dataSource) => {
    const applied = await dataSource.runMigrations();
    if (logins.length > 0)
      await dataSource.transaction((manager) => grantToApi((sql) => manager.query(sql), logins));
    return applied.map((migration) => migration.name);
  });
}

/** Reverts the latest migration. */
export async function revertLastMigration(config: DatabaseConfig): Promise<void> {
  await alone(config, (dataSource) => dataSource.undoLastMigration());
}

/** A session's advisory lock ends with its connection, however the process ends. */
async function alone<Result>(
  config: DatabaseConfig,
  work: (dataSource: DataSource) => Promise<Result>,
): Promise<Result> {
  // Waiting for another migration, and migrating, may take longer than a request may.
  const patient = { statement_timeout: 0, query_timeout: 0, idle_in_transaction_session_timeout: 0 };
  const lock = new Client({ ...clientOptions(config), ...patient });
  lock.on('error', () => undefined);
  await lock.connect();
  const options = databaseOptions(config);
  const dataSource = new DataSource({
    ...options,
    extra: { ...(options.extra as object), ...patient },
    poolSize: 1,
  } as typeof options);
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [SCHEMA_LOCK]);
    await dataSource.initialize();
    return await work(dataSource);
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
    await lock.end().catch(() => undefined);
  }
}
