/** The lines of the stack's programs: from its log files, or from its containers and CloudWatch Logs. */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readFunctionEvents } from '../commands/function-events.ts';
import type { ComposeStack } from '../commands/find-stack.ts';
import { type LogEntry, parseLogLine } from './timeline.ts';

/** What one program has written; read from its beginning each time. */
export interface LogSource {
  readonly program: string;
  readonly lines: () => AsyncIterable<string>;
}

/** `logs/<program>.log`, and `.1`, what went before. @throws when there is no such folder. */
export async function logFiles(folder: string): Promise<LogSource[]> {
  const files = (await readdir(folder)).filter((name) => /^[a-z]+\.log(\.1)?$/.test(name));
  return files.map((name) => ({
    program: name.slice(0, name.indexOf('.')),
    lines: () => createInterface({ input: createReadStream(join(folder, name), 'utf8') }),
  }));
}

/** `environment` is the API's, with addresses that hold here. */
export function logsOfCompose(
  { containers }: ComposeStack,
  environment: Record<string, string>,
  docker: string,
): LogSource[] {
  const backend = containers.find(({ service }) => service === 'backend');
  return [
    ...(backend ? [{ program: 'api', lines: () => containerLines(docker, backend.id) }] : []),
    { program: 'functions', lines: () => functionLines(environment) },
  ];
}

/** Every structured line in which one of `needles` stands. */
export async function readLogs(
  sources: readonly LogSource[],
  needles: readonly string[],
): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for (const { program, lines } of sources) {
    for await (const line of lines()) {
      if (!needles.some((needle) => line.includes(needle))) continue;
      const entry = parseLogLine(program, line);
      if (entry) entries.push(entry);
    }
  }
  return entries;
}

function containerLines(docker: string, id: string): AsyncIterable<string> {
  const { stdout } = spawn(docker, ['logs', id], { stdio: ['ignore', 'pipe', 'ignore'] });
  return createInterface({ input: stdout });
}

/** Lambda puts time, request and level before what a function prints. */
async function* functionLines(environment: Record<string, string>): AsyncGenerator<string> {
  for (const { message } of await readFunctionEvents(environment)) {
    const begin = message.indexOf('{');
    if (begin >= 0) yield message.slice(begin).trimEnd();
  }
}
