/**
 * The deploy step that changes the schema: `node dist/database/migrate.js [up|down]`. Waits up to a minute for
 * the database; safe to run several times at once.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '../logging/logger.ts';
import { isOutage } from '../errors/outage.ts';
import { parseDatabaseConfig, readEnvironmentOrExit } from '../config/config.ts';
import { applyMigrations, revertLastMigration } from './migrations-runner.ts';
import { describeConnectionError } from './wait-for-schema.ts';

const PATIENCE_MS = 60_000;
const RETRY_MS = 500;

const config = readEnvironmentOrExit(parseDatabaseConfig);
const logger = createLogger(config);
const direction = process.argv[2] ?? 'up';

async function migrate(): Promise<void> {
  if (direction === 'down') {
    await revertLastMigration(config);
    logger.info('The latest migration was reverted.');
    return;
  }
  const applied = await applyMigrations(config);
  logger.info({ applied }, `The schema is current: ${String(applied.length)} migrations applied.`);
}

async function migratePatiently(): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await migrate();
      return;
    } catch (error) {
      if (!isOutage(error) || Date.now() > deadline) throw error;
      logger.warn(`Waiting for the database: ${describeConnectionError(error)}`);
      await delay(RETRY_MS);
    }
  }
}

if (direction !== 'up' && direction !== 'down') {
  logger.fatal('Usage: migrate [up|down]');
  process.exitCode = 1;
} else {
  await migratePatiently().catch((error: unknown) => {
    logger.fatal({ err: error }, 'The schema was not changed');
    process.exitCode = 1;
  });
}
