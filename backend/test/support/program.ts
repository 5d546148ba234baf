import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Config } from '../../src/config/config.ts';

const backend = join(import.meta.dirname, '../..');

export interface Build {
  /** A compiled file, such as `main.js`. */
  readonly file: (name: string) => string;
  readonly remove: () => Promise<void>;
}

/** Compiles the program as `npm run build` does, into a folder of its own. */
export async function buildProgram(): Promise<Build> {
  const folder = join(backend, 'dist', `.test-${String(process.pid)}`);
  const tsc = join(backend, '../node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', folder], {
    cwd: backend,
  });
  return {
    file: (name) => join(folder, name),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface Program {
  /** Everything that it wrote to both outputs so far. */
  readonly output: () => string;
  /** Resolves once the output matches; rejects when the program ends before. */
  readonly waitForOutput: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export function startProgram(
  file: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Program {
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env.PATH, ...awsCredentials(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    output: () => output,
    waitForOutput: async (pattern) => {
      for (;;) {
        const found = pattern.exec(output);
        if (found) return found;
        const next = await Promise.race([ended, once(child.stdout, 'data'), once(child.stderr, 'data')]);
        if (!Array.isArray(next) && !pattern.test(output)) {
          throw new Error(
            `The program ended (${String(next)}) before it said ${String(pattern)}:\n${output}`,
          );
        }
      }
    },
    kill: (signal) => child.kill(signal),
    ended,
  };
}

function awsCredentials(): Record<string, string> {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
  return { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
}

/** The variables that lead to these settings, as far as a program needs them to start. */
export function environmentOf(config: Config): Record<string, string> {
  return {
    ENVIRONMENT: 'test',
    LOG_LEVEL: 'debug',
    API_PORT: '0',
    DATABASE_URL: config.databaseUrl,
    DATABASE_POOL_SIZE: '4',
    JWT_SECRET: config.jwtSecret,
    RATE_LIMITS: 'off',
    AWS_REGION: config.awsRegion,
    STORAGE_ENDPOINT: config.storageEndpoint ?? '',
    QUEUE_ENDPOINT: config.queueEndpoint ?? '',
    UPLOADS_BUCKET: config.uploadsBucket,
    MEDIA_BUCKET: config.mediaBucket,
    RESULTS_QUEUE_URL: config.resultsQueueUrl,
    FAILURES_QUEUE_URL: config.failuresQueueUrl,
    MEDIA_BASE_URL: config.mediaBaseUrl,
    QUEUE_WAIT_SECONDS: String(config.queueWaitSeconds),
  };
}
