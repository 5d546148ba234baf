/** How a command finds the stack that runs: its settings are kept beside its data, while its process lives. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from '../settings.ts';

export interface RememberedStack {
  readonly settings: Settings;
  readonly databaseUrl: string;
}

export interface RunningStack extends RememberedStack {
  /** Of the supervisor. */
  readonly pid: number;
}

const fileOf = (dataDir: string) => join(dataDir, 'run', 'stack.json');

/** Readable by its owner alone: the database's address holds its password. */
export async function rememberStack(stack: RememberedStack): Promise<void> {
  await writeFile(fileOf(stack.settings.DATA_DIR), JSON.stringify(stack), { mode: 0o600 });
}

/** `undefined` when no stack runs over that folder. */
export async function findRunningStack(dataDir: string): Promise<RunningStack | undefined> {
  const pid = Number(await readFile(join(dataDir, 'lock'), 'utf8').catch(() => '0'));
  if (!(pid > 0) || !(await isSupervisor(pid))) return undefined;
  const text = await readFile(fileOf(dataDir), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { ...(JSON.parse(text) as RememberedStack), pid };
}

/** After a crash of ours the number may belong to anybody. */
async function isSupervisor(pid: number): Promise<boolean> {
  const commandLine = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() =>
    promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => '',
    ),
  );
  return commandLine.includes('embedded/src/main.ts');
}
