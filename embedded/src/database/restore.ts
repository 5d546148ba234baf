/** `make db-restore FILE=…`: puts a backup in the place of everything that the database holds; all of it or nothing. */
import type pg from 'pg';
import type * as z from 'zod/mini';
import { CommandError, runCommand } from '../commands/command.ts';
import { confirm } from '../commands/confirm.ts';
import {
  type BackupHead,
  damaged,
  endSchema,
  headSchema,
  readLines,
  RowDigest,
  tableEndSchema,
  tableSchema,
} from './backup-file.ts';
import { withDatabase } from './connect.ts';
import { plainText, quoted, readTables, schemaVersion, type Table } from './schema.ts';

const rowsAtOnce = 1000;

const file = process.env.FILE ?? '';

runCommand(async () => {
  if (file === '') throw new CommandError('Which backup? Usage: make db-restore FILE=…');
  const lines = readLines(file);
  const head = parse(headSchema, (await lines.next()).value);
  await withDatabase(async (client) => {
    await refuseOtherSchema(client, head);
    await confirm(`This replaces all that the database holds by the backup of ${head.takenAt}.`);
    await client.query('BEGIN');
    await client.query(plainText);
    const tables = await readTables(client);
    // What triggers made of these rows is in the backup already; and one keeps a table from being emptied.
    await setTriggers(client, tables, 'DISABLE');
    await client.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
    await restoreTables(client, tables, lines);
    await setTriggers(client, tables, 'ENABLE');
    for (const { name, lastValue, isCalled } of head.sequences) {
      await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [quoted(name), lastValue, isCalled]);
    }
    await client.query('COMMIT');
  });
  console.log(
    'Restored. What lies in storage is as it was: `make reconcile DRY_RUN=1` shows what does not fit.',
  );
  return 0;
});

/** Rows fit the columns and rules of their time. */
async function refuseOtherSchema(client: pg.Client, { migration }: BackupHead): Promise<void> {
  const current = await schemaVersion(client);
  if (current === migration) return;
  throw new CommandError(
    `The backup is of the schema ${migration}, and this database is at ${current ?? 'none'}. Check out the version that made it, run \`make db-reset\`, restore, then come back and run \`make db-migrate\`.`,
  );
}

async function setTriggers(
  client: pg.Client,
  tables: readonly Table[],
  state: 'DISABLE' | 'ENABLE',
): Promise<void> {
  for (const { name } of tables) await client.query(`ALTER TABLE ${quoted(name)} ${state} TRIGGER USER`);
}

async function restoreTables(
  client: pg.Client,
  tables: readonly Table[],
  lines: AsyncGenerator<unknown, undefined>,
): Promise<void> {
  for (const table of tables) {
    const { table: name, columns } = parse(tableSchema, (await lines.next()).value);
    if (name !== table.name || columns.join() !== table.columns.join()) throw damaged(file);
    const found = await restoreRows(client, table, lines);
    console.log(`  ${name.padEnd(24)}${String(found).padStart(10)} rows`);
  }
  parse(endSchema, (await lines.next()).value);
}

/** Up to the table's last line, whose numbers must be those of the rows. */
async function restoreRows(
  client: pg.Client,
  table: Table,
  lines: AsyncGenerator<unknown, undefined>,
): Promise<number> {
  const digest = new RowDigest();
  let rows: string[] = [];
  for (;;) {
    const { value } = await lines.next();
    if (typeof value === 'string') {
      digest.add(value);
      rows.push(value);
      if (rows.length < rowsAtOnce) continue;
    }
    if (rows.length > 0) await insertRows(client, table, rows);
    rows = [];
    if (typeof value === 'string') continue;
    const end = parse(tableEndSchema, value);
    const found = digest.end();
    if (end.rows !== found.rows || end.sha256 !== found.sha256) throw damaged(file);
    return found.rows;
  }
}

/** A row's text is read through a type of exactly those columns, which leaves out generated ones. */
async function insertRows(
  client: pg.Client,
  { name, columns }: Table,
  rows: readonly string[],
): Promise<void> {
  const list = columns.map(quoted);
  await client.query('DROP VIEW IF EXISTS pg_temp.restored');
  await client.query(`CREATE TEMPORARY VIEW restored AS SELECT ${list.join(', ')} FROM ${quoted(name)}`);
  await client.query(
    `INSERT INTO ${quoted(name)} (${list.join(', ')}) OVERRIDING SYSTEM VALUE
     SELECT ${list.map((column) => `(line).${column}`).join(', ')}
     FROM (SELECT text::pg_temp.restored AS line FROM unnest($1::text[]) text OFFSET 0) lines`,
    [rows],
  );
}

function parse<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw damaged(file);
  return parsed.data;
}
