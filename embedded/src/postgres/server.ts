/** A PostgreSQL server of our own: its folder made at the first start, one process, stopped by a fast shutdown. */
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { type Binaries, findBinaries } from './binaries.ts';

export interface PostgresOptions {
  dataDir: string;
  port: number;
  user: string;
  password: string;
}

/** PostgreSQL's own words, for whoever explains the failure to people. */
export class PostgresFailedError extends Error {
  readonly log: string;

  constructor(log: string) {
    super('PostgreSQL could not start');
    this.log = log;
  }
}

export interface PostgresServer {
  /** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, nothing is lost. */
  stop(): Promise<void>;
  /** Resolves when the server process has ended. */
  ended: Promise<unknown>;
}

/**
 * PostgreSQL does not notice that the program which started it has died, and would keep folder and port. Beside it
 * a shell waits for the end of a pipe whose other end that program holds, and then shuts PostgreSQL down. It is not
 * PostgreSQL's own child, whom PostgreSQL would not know.
 */
const withShutdownAfterParent = `
( { read -r word <&3; [ "$word" = ended ] || kill -INT $$; } >/dev/null 2>&1 & )
exec "$0" "$@" 3<&-
`;

/** @throws {PostgresFailedError} */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const binaries = await findBinaries();
  if (!existsSync(join(options.dataDir, 'PG_VERSION'))) await initialise(options, binaries);
  const server = spawn(
    '/bin/sh',
    ['-c', withShutdownAfterParent, binaries.postgres]
      .concat(['-D', options.dataDir, '-p', String(options.port), '-h', '127.0.0.1'])
      // No socket file: two stacks must be able to run side by side.
      .concat(['-c', 'unix_socket_directories=', '-c', 'max_connections=200']),
    { ...spawnOptions(binaries), stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  // PostgreSQL has ended before us: the shell has nothing to wait for, and would keep the pipe open.
  const pipe = server.stdio[3] as Writable;
  pipe.on('error', () => undefined);
  server.once('exit', () => pipe.end('ended\n'));
  const ended = once(server, 'close');
  const log = await logUntil(server, 'ready to accept connections');
  if (!log.ready) throw new PostgresFailedError(log.text);
  return {
    stop: async () => {
      if (server.exitCode === null) server.kill('SIGINT');
      await ended;
    },
    ended,
  };
}

async function initialise(options: PostgresOptions, binaries: Binaries): Promise<void> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  if (binaries.account) await chown(options.dataDir, binaries.account.uid, binaries.account.gid);
  const passwordFile = join(tmpdir(), `media-feed-${crypto.randomUUID()}`);
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  try {
    if (binaries.account) await chown(passwordFile, binaries.account.uid, binaries.account.gid);
    const initdb = spawn(
      binaries.initdb,
      [
        `--pgdata=${options.dataDir}`,
        `--username=${options.user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ],
      spawnOptions(binaries),
    );
    const log = await logUntil(initdb, undefined);
    if (initdb.exitCode !== 0) throw new PostgresFailedError(log.text);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function spawnOptions({ account }: Binaries): SpawnOptions {
  // Its user may not be able to enter the folder that we stand in.
  return {
    ...account,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  };
}

/** Collects what the process writes until the words appear or it ends. */
function logUntil(child: ChildProcess, words: string | undefined): Promise<{ ready: boolean; text: string }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const collect = (chunk: Buffer) => {
      text = (text + chunk.toString('utf8')).slice(-10_000);
      if (words && text.includes(words)) resolve({ ready: true, text });
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', reject);
    child.on('close', () => resolve({ ready: false, text }));
  });
}
