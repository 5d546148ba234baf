import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { parseDatabaseConfig } from '../../src/config/config.ts';
import { migrations } from '../../src/database/migrations/index.ts';
import { applyMigrations } from '../../src/database/migrations-runner.ts';
import { testService } from './test-config.ts';

/** Test files run in several processes: one of them makes the template, the others wait for it. */
const TEMPLATE_LOCK = 7_263_002;

export interface TestDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** A database of its own, cloned from a migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(`TEMPLATE ${await ensureTemplate()}`);
}

/** A database without any table; `options` are those of CREATE DATABASE. */
export function createEmptyDatabase(options = ''): Promise<TestDatabase> {
  return createDatabase(options);
}

/** Runs one statement as the superuser, on the server's own database. */
async function asAdmin<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: testService('TEST_DATABASE_URL') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function createDatabase(options: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin((client) => client.query(`CREATE DATABASE ${name} ${options}`));
  return {
    url: urlOf(name),
    drop: async () => {
      await asAdmin((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

async function ensureTemplate(): Promise<string> {
  const names = migrations.map((migration) => migration.name).join();
  const template = `template_${createHash('sha256').update(names).digest('hex').slice(0, 16)}`;
  await asAdmin(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount) return;
    // Under another name until it is whole, so that a run that was cut off leaves no half of a template.
    const unfinished = `${template}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished}`);
    await applyMigrations(parseDatabaseConfig({ DATABASE_URL: urlOf(unfinished), LOG_LEVEL: 'silent' }));
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
  });
  return template;
}

function urlOf(database: string): string {
  const url = new URL(testService('TEST_DATABASE_URL'));
  url.pathname = `/${database}`;
  return url.href;
}
