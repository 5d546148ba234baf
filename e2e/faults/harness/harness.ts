/** A whole stack whose programs reach each other by proxies of the suite, and which it may kill. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackPorts, startStack, type RunningStack } from '@media-feed/testing/stack';
import { eventually } from '@media-feed/testing/eventually';
import type { FunctionFault } from '../function/faulty-handler.ts';
import { fastSettings } from '../time-scale.ts';
import { QueueBrowser } from './queue-browser.ts';
import { Sql } from './sql.ts';
import { StorageBrowser } from './storage-browser.ts';
import {
  closeProxies,
  databaseUrl,
  startProxies,
  environmentsThrough,
  root,
  type FaultProxies,
} from './proxies.ts';

export type ProgramName = 'database' | 'storage' | 'queue' | 'functions' | 'edge' | 'mail' | 'web' | 'api';
const programNames: readonly ProgramName[] = [
  'database',
  'storage',
  'queue',
  'functions',
  'edge',
  'mail',
  'web',
  'api',
];

export interface HarnessOptions {
  /** For all programs. */
  readonly settings?: Readonly<Record<string, string>>;
  /** For single programs; `lambda` is the function itself. */
  readonly overrides?: Readonly<Partial<Record<ProgramName | 'lambda', Record<string, string>>>>;
}

/** Those that run, for a suite that is interrupted. */
const running = new Set<Harness>();

export async function destroyAllHarnesses(): Promise<void> {
  await Promise.all([...running].map((harness) => harness.destroy()));
}

export class Harness {
  readonly stack: RunningStack;
  readonly proxies: FaultProxies;
  readonly sql: Sql;
  readonly storage: StorageBrowser;
  readonly queues: QueueBrowser;
  readonly #helpers: ChildProcess[] = [];
  readonly #faultyUploads: Record<string, FunctionFault> = {};

  private constructor(
    stack: RunningStack,
    proxies: FaultProxies,
    secrets: Record<'database' | 'storage', string>,
  ) {
    this.stack = stack;
    this.proxies = proxies;
    const { DATABASE_PORT, STORAGE_PORT, QUEUE_PORT } = stack.ports;
    this.sql = new Sql(databaseUrl('media_feed', secrets.database, DATABASE_PORT));
    this.storage = new StorageBrowser(STORAGE_PORT, secrets.storage);
    this.queues = new QueueBrowser(QUEUE_PORT);
    running.add(this);
  }

  static async start({ settings = {}, overrides = {} }: HarnessOptions = {}): Promise<Harness> {
    const ports = await stackPorts();
    const dataDir = await mkdtemp(join(tmpdir(), 'media-feed-faults-'));
    // PostgreSQL's own user must be able to enter.
    await chmod(dataDir, 0o755);
    const secrets = {
      database: 'of-the-fault-suite',
      'database-api': 'of-the-API-of-the-fault-suite',
      storage: 'of-the-fault-suite-too',
    };
    await mkdir(join(dataDir, 'secrets'), { mode: 0o700 });
    for (const [name, secret] of Object.entries(secrets)) {
      await writeFile(join(dataDir, 'secrets', name), secret, { mode: 0o600 });
    }
    const faultyUploads = join(dataDir, 'faulty-uploads.json');
    await writeFile(faultyUploads, '{}');
    const proxies = await startProxies(ports);
    const wired = environmentsThrough(proxies, secrets['database-api'], faultyUploads);
    const programs = new Set([...Object.keys(wired), ...Object.keys(overrides)]) as Set<keyof typeof wired>;
    const merged = Object.fromEntries(
      [...programs].map((name) => [name, { ...wired[name], ...overrides[name] }]),
    );
    const environment = { ...fastSettings, ...settings, PROGRAM_OVERRIDES: JSON.stringify(merged) };
    return new Harness(await startStack(environment, { ports, dataDir }), proxies, secrets);
  }

  /** What the function does with that upload from now on. */
  async failFunctionOn(mediaId: string, fault: FunctionFault): Promise<void> {
    this.#faultyUploads[mediaId] = fault;
    await writeFile(join(this.stack.dataDir, 'faulty-uploads.json'), JSON.stringify(this.#faultyUploads));
  }

  async pids(): Promise<Readonly<Record<ProgramName, number>>> {
    const pairs = programNames.map(async (name) => [name, await this.stack.pid(name)] as const);
    return Object.fromEntries(await Promise.all(pairs)) as Record<ProgramName, number>;
  }

  /** How often the reconciler has repaired what, by its log: metrics would begin anew with each process. */
  async repairs(): Promise<Readonly<Record<string, number>>> {
    const log = await readFile(join(this.stack.dataDir, 'logs', 'api.log'), 'utf8');
    const counts: Record<string, number> = {};
    for (const [, kind = ''] of log.matchAll(/"repair":"([a-z-]+)"/g)) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }

  /** Sends the signal; the supervisor starts the program again. */
  async signal(name: ProgramName, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    process.kill(await this.stack.pid(name), signal);
  }

  /** PostgreSQL's immediate shutdown: no checkpoint, so that it recovers from its log. */
  async crashDatabase(): Promise<void> {
    const file = await readFile(join(this.stack.dataDir, 'postgres', 'postmaster.pid'), 'utf8');
    process.kill(Number(file.split('\n')[0]), 'SIGQUIT');
  }

  async untilReady(timeoutMs: number): Promise<void> {
    await eventually(
      async () => {
        const answer = await fetch(`${this.stack.apiUrl}/health/ready`, {
          signal: AbortSignal.timeout(5000),
        }).catch(() => undefined);
        await answer?.arrayBuffer();
        return answer?.ok ?? false;
      },
      Boolean,
      { what: 'the API, ready', timeoutMs, pauseMs: 100 },
    );
  }

  /** A second process of the backend that only consumes, with the API's own environment. */
  async startSecondConsumer(): Promise<ChildProcess> {
    const environ = await readFile(`/proc/${String(await this.stack.pid('api'))}/environ`, 'utf8');
    const variables = environ.split('\0').filter((line) => line.includes('='));
    const environment = Object.fromEntries(
      variables.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    const consumer = spawn(process.execPath, [join(root, 'backend', 'dist', 'main.js')], {
      env: { ...environment, ROLE: 'consumer' },
      stdio: 'ignore',
    });
    this.#helpers.push(consumer);
    return consumer;
  }

  async destroy(): Promise<void> {
    running.delete(this);
    for (const helper of this.#helpers) helper.kill('SIGTERM');
    await this.sql.close();
    await this.stack.destroy();
    await closeProxies(this.proxies);
  }
}
