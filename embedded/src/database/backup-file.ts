/**
 * A backup: gzipped lines of JSON. The first is the head; each table follows as `{table, columns}`, its rows as texts
 * of PostgreSQL's own notation of a row, and `{rows, sha256}`; the last is `{end: true}`, so that half a file is distinguished
 * from a whole one.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as z from 'zod/mini';
import { CommandError } from '../commands/command.ts';

export const format = 'media-feed-backup-1';

export const headSchema = z.object({
  format: z.literal(format),
  /** The youngest migration of the schema that the rows fit. */
  migration: z.string(),
  takenAt: z.string(),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string(), isCalled: z.boolean() })),
});
export const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()) });
export const tableEndSchema = z.object({ rows: z.int(), sha256: z.string() });
export const endSchema = z.object({ end: z.literal(true) });

export type BackupHead = z.infer<typeof headSchema>;

/** Over the rows as they stand in the file, each with its line's end. */
export class RowDigest {
  readonly #hash: Hash = createHash('sha256');
  #rows = 0;

  add(row: string): void {
    this.#hash.update(`${row}\n`);
    this.#rows += 1;
  }

  end(): z.infer<typeof tableEndSchema> {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') };
  }
}

/** Readable by its owner alone: it holds the hashes of passwords. The file must not be there yet. */
export async function writeLines(file: string, lines: AsyncIterable<unknown>): Promise<void> {
  async function* texts(): AsyncGenerator<string> {
    // What reads lines takes these for ends of lines too, and JSON does not escape them.
    for await (const line of lines)
      yield `${JSON.stringify(line).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`;
  }
  await pipeline(texts, createGzip(), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
}

/** @throws {CommandError} at whatever is no backup. */
export async function* readLines(file: string): AsyncGenerator<unknown, undefined> {
  const input = createReadStream(file);
  const unpacked = createGunzip();
  // Reading ends by the error itself, which the lines would otherwise wait for in vain.
  const done = pipeline(input, unpacked);
  done.catch(() => undefined);
  try {
    for await (const line of createInterface({ input: unpacked, crlfDelay: Infinity }))
      yield JSON.parse(line);
    await done;
    return undefined;
  } catch (error) {
    throw damaged(file, error);
  }
}

export function damaged(file: string, cause?: unknown): CommandError {
  const why = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (why === 'ENOENT')
    return new CommandError(`There is no file ${file}. FILE names the backup to restore.`);
  return new CommandError(`${file} is no whole backup; nothing was changed. Take another one.`);
}
