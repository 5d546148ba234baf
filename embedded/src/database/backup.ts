/** `make db-backup [FILE=…]`: every row of every table as of one moment. Media themselves lie in storage. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type pg from 'pg';
import { CommandError, runCommand } from '../commands/command.ts';
import { type BackupHead, format, RowDigest, writeLines } from './backup-file.ts';
import { withDatabase } from './connect.ts';
import { plainText, quoted, readSequences, readTables, schemaVersion, type Table } from './schema.ts';

const rowsAtOnce = 1000;

runCommand(async () => {
  const takenAt = new Date().toISOString();
  const { FILE = '', DATA_DIR = '' } = process.env;
  const folder = join(DATA_DIR === '' ? '.data' : DATA_DIR, 'backups');
  const file = resolve(FILE === '' ? join(folder, `${takenAt.replaceAll(':', '-')}.gz`) : FILE);
  await mkdir(dirname(file), { recursive: true });
  let rows = 0;
  try {
    await withDatabase((client) =>
      writeLines(
        file,
        backupLines(client, takenAt, (name, count) => {
          rows += count;
          console.log(`  ${name.padEnd(24)}${String(count).padStart(10)} rows`);
        }),
      ),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new CommandError(`${file} is there already. FILE names the file to write.`);
    }
    await rm(file, { force: true });
    throw error;
  }
  const { size } = await stat(file);
  console.log(`Wrote ${String(rows)} rows to ${file} (${String(Math.ceil(size / 1024))} KiB).`);
  console.log(`Bring them back with: make db-restore FILE=${file}`);
  return 0;
});

/** One transaction that sees one moment, however long it takes. */
async function* backupLines(
  client: pg.Client,
  takenAt: string,
  onTable: (name: string, rows: number) => void,
): AsyncGenerator {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  await client.query(plainText);
  const migration = await schemaVersion(client);
  if (!migration) throw new CommandError('This database is empty. Run `make db-migrate` first.');
  const head: BackupHead = { format, migration, takenAt, sequences: await readSequences(client) };
  yield head;
  for (const table of await readTables(client)) {
    yield { table: table.name, columns: table.columns };
    const digest = new RowDigest();
    for await (const row of readRows(client, table)) {
      digest.add(row);
      yield row;
    }
    const end = digest.end();
    yield end;
    onTable(table.name, end.rows);
  }
  yield { end: true };
  await client.query('COMMIT');
}

async function* readRows(client: pg.Client, { name, columns }: Table): AsyncGenerator<string> {
  const list = columns.map(quoted).join(', ');
  await client.query(
    `DECLARE backup NO SCROLL CURSOR FOR SELECT ROW(${list})::text AS line FROM ${quoted(name)}`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${String(rowsAtOnce)} FROM backup`);
    for (const { line } of rows) yield line;
    if (rows.length < rowsAtOnce) break;
  }
  await client.query('CLOSE backup');
}
