/** The log files of the local stack: `logs/<program>.log`, and `.1`, what went before. */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type LogEntry, parseLogLine } from './story.ts';

/** Every structured line in which one of `needles` stands. @throws when there is no such folder. */
export async function readLogs(folder: string, needles: readonly string[]): Promise<LogEntry[]> {
  const files = (await readdir(folder)).filter((name) => /^[a-z]+\.log(\.1)?$/.test(name));
  const entries: LogEntry[] = [];
  for (const name of files) {
    const program = name.slice(0, name.indexOf('.'));
    for await (const line of createInterface({ input: createReadStream(join(folder, name), 'utf8') })) {
      if (!needles.some((needle) => line.includes(needle))) continue;
      const entry = parseLogLine(program, line);
      if (entry) entries.push(entry);
    }
  }
  return entries;
}
