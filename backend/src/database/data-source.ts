import { readFileSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseConfig } from '../config/config.ts';
import { migrations } from './migrations/index.ts';

/** How every connection of this program is made, the pool's and single ones. */
export function clientOptions(config: DatabaseConfig): ClientConfig {
  return {
    connectionString: config.databaseUrl,
    application_name: 'media-feed-api',
    connectionTimeoutMillis: config.databaseConnectTimeoutSeconds * 1000,
    statement_timeout: config.databaseStatementTimeoutSeconds * 1000,
    idle_in_transaction_session_timeout: config.databaseStatementTimeoutSeconds * 1000,
    // A server that vanished without a word must not hold a request for minutes.
    query_timeout: (config.databaseStatementTimeoutSeconds + 1) * 1000,
    keepAlive: true,
    ...(config.databaseCaFile && { ssl: { ca: readFileSync(config.databaseCaFile, 'utf8') } }),
  };
}

/** TypeORM never changes the schema by itself: migrations do, as a deploy step (`migrate.ts`). */
export function databaseOptions(config: DatabaseConfig): DataSourceOptions {
  const { connectionString, ...extra } = clientOptions(config);
  return {
    type: 'postgres',
    url: connectionString ?? '',
    poolSize: config.databasePoolSize,
    extra,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    migrationsRun: false,
    // Errors reach the log with their cause through the filter; statements carry personal data.
    logging: false,
    installExtensions: false,
  };
}
