import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';

const programs = join(import.meta.dirname, '..', 'src', 'database');
const adminUrl = process.env.TEST_DATABASE_URL ?? '';
const name = `backup_${String(process.pid)}`;
const url = adminUrl.replace(/postgres$/, name);

/** All that a schema may make difficult, whether or not today's has it. */
const schema = `
  CREATE TABLE migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name text NOT NULL);
  INSERT INTO migrations (timestamp, name) VALUES (1, 'First1'), (2, 'Second2');
  CREATE TABLE "an owner" (id uuid PRIMARY KEY, "a name" text, doubled text GENERATED ALWAYS AS ("a name" || "a name") STORED);
  -- Its name comes before that of what it refers to.
  CREATE TABLE a_child (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner_id uuid NOT NULL REFERENCES "an owner" (id),
    bytes bytea, texts text[], document jsonb, share double precision, at timestamptz, day date, big numeric, "on" boolean,
    dropped integer
  );
  ALTER TABLE a_child DROP COLUMN dropped;
  CREATE TABLE counted (children integer NOT NULL);
  CREATE FUNCTION count_child() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN UPDATE counted SET children = children + 1; RETURN NEW; END $$;
  CREATE TRIGGER count_child BEFORE INSERT ON a_child FOR EACH ROW EXECUTE FUNCTION count_child();
  CREATE TABLE empty (id integer);
`;
const rows = `
  INSERT INTO counted VALUES (0);
  INSERT INTO "an owner" VALUES
    ('01890a5d-ac96-774b-bcce-b302099a8057', E'Łukasz "O''Neil", \\\\ (x)\\n\\r\\ttab 🦊 '), 
    ('01890a5d-ac96-774b-bcce-b302099a8058', ''), ('01890a5d-ac96-774b-bcce-b302099a8059', NULL);
  INSERT INTO a_child (owner_id, bytes, texts, document, share, at, day, big, "on") VALUES
    ('01890a5d-ac96-774b-bcce-b302099a8057', '\\x00ff5c', ARRAY['a,b', NULL, '', '{"', 'NULL'], '{"a": [1, null, "\\u2028"]}',
     0.1 + 0.2::double precision, 'infinity', '0044-03-15 BC', 12345678901234567890.000100, true),
    ('01890a5d-ac96-774b-bcce-b302099a8058', '', '{}', 'null', 'NaN', '2026-11-25 01:02:03.456789+00', NULL, 'NaN', false),
    ('01890a5d-ac96-774b-bcce-b302099a8058', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  INSERT INTO a_child (owner_id) SELECT '01890a5d-ac96-774b-bcce-b302099a8059' FROM generate_series(1, 2500);
`;

let folder: string;
let file: string;
let client: pg.Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-feed-backup-'));
  await onServer(`CREATE DATABASE ${name}`);
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
beforeEach(async () => {
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await client.query(schema);
  await client.query(rows);
  file = join(folder, `${crypto.randomUUID()}.gz`);
});
afterAll(async () => {
  await client.end();
  await onServer(`DROP DATABASE ${name}`);
  await rm(folder, { recursive: true });
});

describe('a backup', () => {
  it('brings back every row, of whatever type, with its sequences', async () => {
    const before = await content();
    expect((await run('backup')).code).toBe(0);

    await client.query(`DELETE FROM a_child; DELETE FROM "an owner"; UPDATE counted SET children = 7;
      INSERT INTO empty VALUES (1); ALTER SEQUENCE a_child_id_seq RESTART WITH 90000`);
    const restored = await run('restore', { YES: '1' });

    expect(restored.output).toContain('Restored.');
    expect(restored.code).toBe(0);
    expect(await content()).toEqual(before);
    // The next one gets the next number, and the trigger works again.
    const { rows: added } = await client.query<{ id: string }>(
      `INSERT INTO a_child (owner_id) VALUES ('01890a5d-ac96-774b-bcce-b302099a8057') RETURNING id`,
    );
    expect(added).toEqual([{ id: '2504' }]);
    expect((await client.query('SELECT children FROM counted')).rows).toEqual([{ children: 2504 }]);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['cut off between two lines', lines((all) => all.slice(0, -1))],
    ['with a row changed', lines((all) => all.map((line) => line.replace('🦊', '🐺')))],
    ['with a row gone', lines((all) => all.filter((line) => !line.includes('🦊')))],
    ['with a table gone', lines((all) => all.filter((line) => !line.includes('"empty"')))],
    ['that is none', () => Buffer.from('not a backup')],
    ['that is empty', () => Buffer.alloc(0)],
  ])('%s is refused, and nothing is changed', async (_, damage) => {
    await run('backup');
    await writeFile(file, damage(await readFile(file)));
    await client.query('UPDATE counted SET children = 7');
    const before = await content();

    const { code, output } = await run('restore', { YES: '1' });

    expect(output.trim().split('\n').at(-1)).toBe(
      `${file} is no whole backup; nothing was changed. Take another one.`,
    );
    expect(code).toBe(1);
    expect(await content()).toEqual(before);
  });

  it('of another schema is refused', async () => {
    await run('backup');
    await client.query(`INSERT INTO migrations (timestamp, name) VALUES (3, 'Third3')`);

    const { code, output } = await run('restore', { YES: '1' });

    expect(output).toMatch(
      /^The backup is of the schema Second2, and this database is at Third3\. .*make db-reset/,
    );
    expect(code).toBe(1);
  });

  it('does not change what is there before somebody agrees', async () => {
    await run('backup');
    await client.query('UPDATE counted SET children = 7');

    const { code, output } = await run('restore');

    expect(output).toContain('set YES=1 to confirm');
    expect(code).toBe(1);
    expect((await client.query('SELECT children FROM counted')).rows).toEqual([{ children: 7 }]);
  });
});

/** All rows as PostgreSQL writes them, and where the sequence stands. */
async function content(): Promise<Record<string, unknown>> {
  const tables = ['migrations', '"an owner"', 'a_child', 'counted', 'empty'];
  const found: Record<string, unknown> = {};
  for (const table of tables) {
    const { rows: texts } = await client.query(
      `SELECT ROW(t.*)::text AS row FROM ${table} t ORDER BY ROW(t.*)::text COLLATE "C"`,
    );
    found[table] = texts;
  }
  found.sequence = (await client.query('SELECT last_value, is_called FROM a_child_id_seq')).rows;
  return found;
}

function lines(change: (all: string[]) => string[]): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const text = gunzipSync(bytes).toString('utf8').trimEnd();
    return gzipSync(`${change(text.split('\n')).join('\n')}\n`);
  };
}

function run(
  program: 'backup' | 'restore',
  environment: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const env = { ...process.env, NODE_OPTIONS: '', YES: '', DATABASE_URL: url, FILE: file, ...environment };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(programs, `${program}.ts`)],
      { env },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
      },
    );
    child.stdin?.end();
  });
}

async function onServer(statement: string): Promise<void> {
  const server = new pg.Client({ connectionString: adminUrl });
  await server.connect();
  await server.query(statement);
  await server.end();
}
