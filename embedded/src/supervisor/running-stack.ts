/** How a command finds the stack that runs: its settings are kept beside its data, while its process lives. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { isRunning } from './preflight.ts';

export interface RunningStack {
  readonly settings: Settings;
  readonly databaseUrl: string;
}

const fileOf = (dataDir: string) => join(dataDir, 'run', 'stack.json');

/** Readable by its owner alone: the database's address holds its password. */
export async function rememberStack(stack: RunningStack): Promise<void> {
  await writeFile(fileOf(stack.settings.DATA_DIR), JSON.stringify(stack), { mode: 0o600 });
}

/** `undefined` when no stack runs over that folder. */
export async function findRunningStack(dataDir: string): Promise<RunningStack | undefined> {
  const holder = Number(await readFile(join(dataDir, 'lock'), 'utf8').catch(() => '0'));
  if (!(holder > 0) || !isRunning(holder)) return undefined;
  const text = await readFile(fileOf(dataDir), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as RunningStack);
}
