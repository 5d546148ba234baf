import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { type DatabaseConfig, parseDatabaseConfig } from '../../src/config/config.ts';
import { verifierOf } from '../../src/database/api-role.ts';
import { applyMigrations } from '../../src/database/migrations-runner.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let api: Login;
beforeAll(async () => {
  database = await createEmptyDatabase();
  api = newLogin();
  await applyMigrations(configOf({ DATABASE_API_URL: api.url }));
});
afterAll(async () => {
  await database.drop();
  await runAs(
    database.url.replace(/\/[^/]*$/, '/postgres'),
    ...logins.splice(0).map((name) => `DROP ROLE IF EXISTS ${name}`),
  );
});

/** Roles belong to the server, which other tests use too. */
const logins: string[] = [];
interface Login {
  readonly name: string;
  readonly url: string;
}
function newLogin(): Login {
  const name = `api_${randomBytes(6).toString('hex')}`;
  logins.push(name);
  return { name, url: urlOf(name, randomBytes(24).toString('base64url')) };
}

function urlOf(name: string, password: string): string {
  const url = new URL(database.url);
  url.username = name;
  url.password = password;
  return url.href;
}

const configOf = (more: Record<string, string>): DatabaseConfig =>
  parseDatabaseConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent', ...more });

async function runAs(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

const denied = { code: '42501' };

describe('the login of the API', () => {
  it('reads and writes the rows of every table, but those that say what happened', async () => {
    const rights = await runAs(
      api.url,
      `SELECT tablename AS "table", string_agg(privilege, ' ' ORDER BY privilege) AS rights
         FROM pg_tables, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
        WHERE schemaname = 'public' AND has_table_privilege('${api.name}', 'public.' || tablename, privilege)
        GROUP BY tablename`,
    );
    const byTable = new Map(rights.map(({ table, rights }) => [table, rights]));
    expect(byTable.get('migrations')).toBe('SELECT');
    expect(byTable.get('security_events')).toBe('DELETE INSERT SELECT');
    expect(byTable.get('moderation_log')).toBe('INSERT SELECT');
    byTable.delete('migrations');
    byTable.delete('security_events');
    byTable.delete('moderation_log');
    expect(byTable.size).toBeGreaterThan(5);
    expect(new Set(byTable.values())).toEqual(new Set(['DELETE INSERT SELECT UPDATE']));
    const [{ tables } = {}] = await runAs(
      database.url,
      `SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'`,
    );
    expect(byTable.size + 3).toBe(tables);
  });

  it.each([
    ['change a table', 'ALTER TABLE users ADD COLUMN extra text'],
    ['take one away', 'DROP TABLE likes'],
    ['make one', 'CREATE TABLE extra (id int)'],
    ['empty one at once', 'TRUNCATE likes'],
    ['switch triggers off', 'ALTER TABLE media DISABLE TRIGGER ALL'],
    ['say which migrations are applied', `INSERT INTO migrations (timestamp, name) VALUES (1, 'x')`],
    ['change what was noted', `UPDATE security_events SET kind = 'x'`],
    ['make another login', 'CREATE ROLE another LOGIN'],
    ["read the server's files", `SELECT pg_read_file('postgresql.conf')`],
    ['read passwords', 'SELECT rolpassword FROM pg_authid'],
    ['run a program', `COPY users FROM PROGRAM 'true'`],
  ])('may not %s', async (_what, statement) => {
    await expect(runAs(api.url, statement)).rejects.toMatchObject(denied);
  });

  it('is one of two while passwords are changed, and a password that is forgotten is refused', async () => {
    const [a, b] = [newLogin(), newLogin()];
    await applyMigrations(configOf({ DATABASE_API_URL: a.url }));
    await applyMigrations(configOf({ DATABASE_API_URL: b.url, DATABASE_API_PREVIOUS_URL: a.url }));
    const count = 'SELECT count(*)::int AS users FROM users';
    expect(await runAs(a.url, count)).toEqual([{ users: 0 }]);
    expect(await runAs(b.url, count)).toEqual([{ users: 0 }]);

    const forgotten = urlOf(a.name, randomBytes(24).toString('base64url'));
    await applyMigrations(configOf({ DATABASE_API_URL: b.url, DATABASE_API_PREVIOUS_URL: forgotten }));
    await expect(runAs(a.url, count)).rejects.toMatchObject({ code: '28P01' });
    expect(await runAs(b.url, count)).toEqual([{ users: 0 }]);
  });

  it('is made by a verifier, so that no statement that is logged holds its password', () => {
    // The example of RFC 7677, section 3: its server signature follows from the server key.
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
    const serverKey = verifierOf('pencil', salt).split(':').at(-1) ?? '';
    const message =
      'n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
    const signature = createHmac('sha256', Buffer.from(serverKey, 'base64')).update(message).digest('base64');
    expect(signature).toBe('6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
  });

  it.each([
    ['Robert%27%3B--', 'long-enough-a-password'],
    ['api', 'short'],
  ])('is refused where it is none: %s', async (name, password) => {
    const failing = applyMigrations(configOf({ DATABASE_API_URL: `postgres://${name}:${password}@x/y` }));
    await expect(failing).rejects.toThrow(/^The (login|password) of the API/);
  });
});
