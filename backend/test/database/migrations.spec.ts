import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Client } from 'pg';
import { type DatabaseConfig, parseDatabaseConfig } from '../../src/config/config.ts';
import { databaseOptions } from '../../src/database/data-source.ts';
import { entities } from '../../src/entities.ts';
import { migrations } from '../../src/database/migrations/index.ts';
import { applyMigrations, revertLastMigration } from '../../src/database/migrations-runner.ts';
import { findMissingMigrations, waitForSchema } from '../../src/database/wait-for-schema.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let config: DatabaseConfig;
beforeEach(async () => {
  database = await createEmptyDatabase();
  config = parseDatabaseConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
});
afterEach(() => database.drop());

const names = migrations.map((migration) => migration.name);

async function query(text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
}

/** Every column, constraint and index, as text. */
const schema = () =>
  query(`
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS thing
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ORDER BY 1`);

describe('migrations', () => {
  it('go up, down to nothing, and up again to the same schema', async () => {
    expect(await applyMigrations(config)).toEqual(names);
    const first = await schema();

    for (const _name of names) await revertLastMigration(config);
    expect(await query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).toEqual([
      { tablename: 'migrations' },
    ]);

    expect(await applyMigrations(config)).toEqual(names);
    expect(await schema()).toEqual(first);
  });

  it('make what the entities say: TypeORM would change nothing', async () => {
    await applyMigrations(config);
    const dataSource = new DataSource({ ...databaseOptions(config), entities });
    await dataSource.initialize();
    try {
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      expect(upQueries.map((change) => change.query)).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  it('are applied once by five at the same moment', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, () => applyMigrations(config)));

    expect(applied.flat().sort()).toEqual([...names].sort());
    expect(await query('SELECT name FROM migrations')).toHaveLength(names.length);
  });

  it('are in the order of their time, and named after it', () => {
    const times = names.map((name) => Number(name.slice(-13)));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((time) => time > 1_700_000_000_000)).toBe(true);
  });

  it('name every constraint by hand', async () => {
    await applyMigrations(config);
    const rows = await query(
      `SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
       AND conrelid <> 'migrations'::regclass AND conname ~ '^(PK|UQ|FK|CHK|REL)_'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('waiting for the schema', () => {
  const logs = () => {
    const lines: string[] = [];
    const log = (line: unknown) => lines.push(String(line));
    return { lines, logger: { info: log, warn: log } };
  };

  it('ends once the migrations are there, changes nothing itself, and says what it waits for', async () => {
    const { lines, logger } = logs();
    let done = false;
    const waiting = waitForSchema(config, logger).then(() => (done = true));
    while (lines.length === 0) await new Promise(setImmediate);

    expect(done).toBe(false);
    expect(await findMissingMigrations(config)).toEqual(names);
    expect(await query(`SELECT FROM pg_tables WHERE schemaname = 'public'`)).toEqual([]);
    await applyMigrations(config);
    await waiting;

    expect(lines[0]).toContain(`${String(names.length)} migrations are not applied`);
    expect(lines.at(-1)).toBe('Database and schema are ready.');
  });

  it('goes on while one is missing, and takes one that is unknown', async () => {
    await applyMigrations(config);
    await query(`INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture')`);
    expect(await findMissingMigrations(config)).toEqual([]);

    await query(`DELETE FROM migrations WHERE name = '${String(names.at(-1))}'`);
    expect(await findMissingMigrations(config)).toEqual([names.at(-1)]);
  });

  it('says that the database is unavailable, and ends when it is told to', async () => {
    const { lines, logger } = logs();
    const away = { ...config, databaseUrl: 'postgres://nobody:secret-word@127.0.0.1:1/nothing' };
    const stop = new AbortController();
    const waiting = waitForSchema(away, logger, stop.signal);
    while (lines.length === 0) await new Promise(setImmediate);
    stop.abort();

    await expect(waiting).rejects.toThrow();
    expect(lines[0]).toContain('Waiting for the database: connect ECONNREFUSED');
    expect(lines.join()).not.toContain('secret-word');
  });
});
