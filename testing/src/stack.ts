/** A whole embedded stack of its own for a test: free ports, its own data folder, started as a user would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import { removeFolder } from './remove-folder.ts';

const root = join(import.meta.dirname, '..', '..');
const portNames = [
  'API_PORT',
  'WEB_PORT',
  'CDN_PORT',
  'STORAGE_PORT',
  'QUEUE_PORT',
  'FUNCTIONS_PORT',
  'MAILBOX_PORT',
  'MAIL_PORT',
  'DATABASE_PORT',
] as const;
export type PortName = (typeof portNames)[number];

export interface RunningStack {
  apiUrl: string;
  webUrl: string;
  /** Where its mails are read. */
  mailboxUrl: string;
  ports: Record<PortName, number>;
  dataDir: string;
  /** What it has written to the terminal so far. */
  output: () => string;
  /** Process id of one program, such as `api`. */
  pid: (program: string) => Promise<number>;
  /** SIGTERM; resolves with the exit code. */
  stop: () => Promise<number | null>;
  /** Stops it, if it still runs, and removes its data. */
  destroy: () => Promise<void>;
}

/** @throws {Error} with the terminal's text when it does not become ready. */
export async function startStack(
  environment: Record<string, string> = {},
  keep?: Pick<RunningStack, 'ports' | 'dataDir'>,
): Promise<RunningStack> {
  const ports = keep?.ports ?? (await stackPorts());
  const dataDir = keep?.dataDir ?? (await mkdtemp(join(tmpdir(), 'media-feed-e2e-')));
  const child = launch({ DATA_DIR: dataDir, ...stringValues(ports), ...environment });
  const ended = once(child.process, 'close').then(([code]) => code as number | null);
  await Promise.race([waitFor(child, 'Media Feed is ready'), ended]);
  if (!child.output().includes('Media Feed is ready')) {
    throw new Error(`The stack did not start:\n${child.output()}`);
  }
  const stop = async () => {
    if (child.process.exitCode === null) child.process.kill('SIGTERM');
    return ended;
  };
  return {
    apiUrl: `http://localhost:${String(ports.API_PORT)}`,
    webUrl: `http://localhost:${String(ports.WEB_PORT)}`,
    mailboxUrl: `http://localhost:${String(ports.MAILBOX_PORT)}`,
    ports,
    dataDir,
    output: child.output,
    pid: async (program) => Number(await readFile(join(dataDir, 'run', `${program}.pid`), 'utf8')),
    stop,
    destroy: async () => {
      await stop();
      await removeFolder(dataDir);
    },
  };
}

/** Runs `make start`'s program with settings that should make it refuse; resolves with how it ended. */
export async function startExpectingRefusal(
  environment: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = launch({ ...stringValues(await stackPorts()), ...environment });
  const [code] = (await once(child.process, 'close')) as [number | null];
  return { code, output: child.output() };
}

interface Launched {
  process: ChildProcess;
  output: () => string;
}

function launch(environment: Record<string, string>): Launched {
  const child = spawn(process.execPath, [join(root, 'embedded', 'src', 'main.ts')], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  }
  return { process: child, output: () => output };
}

function waitFor(child: Launched, words: string): Promise<void> {
  return new Promise((resolve) => {
    child.process.stdout?.on('data', () => {
      if (child.output().includes(words)) resolve();
    });
  });
}

export async function stackPorts(): Promise<Record<PortName, number>> {
  const ports = await freePorts(portNames.length);
  return Object.fromEntries(portNames.map((name, index) => [name, ports[index]])) as Record<PortName, number>;
}

function stringValues(ports: Record<PortName, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
}
