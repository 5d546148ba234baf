/** The programs of the embedded stack: what each needs, in which order they start and stop. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseReady } from '../programs/database.ts';
import type { Settings } from '../settings.ts';
import { apiDatabaseUrl, ownersEnvironment } from './database-logins.ts';
import { environments, passThrough } from './environments.ts';
import { hasDecoder } from './find-decoder.ts';
import { type Program, startProgram } from './program.ts';
import type { ProgramName } from './program-name.ts';
import { rememberStack } from './running-stack.ts';
import type { LocalSecrets } from './secrets.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const restartPauseMs = 1000;
/** How long a stop waits for programs that are still starting; later ones end with this process. */
const startingPatienceMs = 2000;

export interface StackOptions {
  settings: Settings;
  secrets: LocalSecrets;
  onLine: (program: string, line: string) => void;
  onProgress: (text: string) => void;
}

export class Stack {
  readonly #options: StackOptions;
  readonly #starting = new Set<Promise<unknown>>();
  readonly #running = new Map<ProgramName, Program<unknown>>();
  #databaseUrl: string | undefined;
  #stopping = false;

  constructor(options: StackOptions) {
    this.#options = options;
  }

  /** Resolves when the API answers that it is ready. @throws {ProgramFailedError} */
  async start(): Promise<void> {
    const { settings, onProgress } = this.#options;
    onProgress('Starting the database, the storage and the queue');
    const database = settings.DATABASE_URL
      ? Promise.resolve(settings.DATABASE_URL)
      : this.#start<DatabaseReady>('database').then(({ ready }) => ready.url);
    [this.#databaseUrl] = await Promise.all([database, this.#start('storage'), this.#start('queue')]);
    onProgress('Bringing the database schema up to date');
    await this.#migrate(this.#databaseUrl);
    await rememberStack({ settings, databaseUrl: this.#databaseUrl });
    onProgress('Starting the functions, the edge, the web app and the API');
    await Promise.all([
      this.#start('functions'),
      ...(hasDecoder(settings) ? [this.#start('decoder')] : []),
      this.#start('edge'),
      this.#start('mail'),
      this.#start('web'),
      this.#start('api'),
    ]);
  }

  /** Stops and starts one program, with what has been built meanwhile; one that does not run stays so. */
  async restart(name: ProgramName): Promise<void> {
    const program = this.#running.get(name);
    if (!program && name === 'decoder') return;
    this.#running.delete(name);
    await program?.stop();
    await this.#start(name);
  }

  /** The API first, so that no request fails for want of what it needs; the database last. */
  async stop(): Promise<void> {
    this.#stopping = true;
    // Whatever is on its way up is stopped too, when it is there.
    await Promise.race([
      Promise.allSettled(this.#starting),
      sleep(startingPatienceMs, undefined, { ref: false }),
    ]);
    const stop = (...names: ProgramName[]) =>
      Promise.all(names.map(async (name) => this.#running.get(name)?.stop()));
    await stop('api');
    await stop('web', 'edge', 'mail', 'functions', 'decoder');
    await stop('storage', 'queue');
    await stop('database');
  }

  async #start<Ready>(name: ProgramName): Promise<Program<Ready>> {
    const starting = startProgram<Ready>({
      name,
      entry: join(root, 'embedded', 'src', 'programs', `${name}.ts`),
      environment: this.#environment(name),
      onLine: this.#options.onLine,
      stopTimeoutMs: name === 'api' ? 5000 : 2000,
    });
    this.#starting.add(starting);
    const program = await starting.finally(() => this.#starting.delete(starting));
    this.#running.set(name, program);
    await this.#writePid(name, program.pid);
    void program.ended.then(({ code, signal }) => {
      if (this.#stopping || this.#running.get(name) !== program) return;
      this.#options.onLine(
        name,
        `ended unexpectedly (${signal ?? `exit code ${String(code)}`}), starting it again`,
      );
      this.#startAgain(name);
    });
    return program;
  }

  /** For `kill` and for whoever wants to look at one program alone. */
  async #writePid(name: ProgramName, pid: number): Promise<void> {
    const folder = join(this.#options.settings.DATA_DIR, 'run');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}.pid`), String(pid));
  }

  #startAgain(name: ProgramName): void {
    this.#running.delete(name);
    setTimeout(() => {
      if (this.#stopping) return;
      this.#start(name).catch((error: unknown) => {
        this.#options.onLine(name, String(error));
        this.#startAgain(name);
      });
    }, restartPauseMs);
  }

  #environment(name: ProgramName): Record<string, string> {
    const { settings, secrets } = this.#options;
    const databaseUrl = apiDatabaseUrl(settings, secrets, this.#databaseUrl ?? '');
    return environments(settings, secrets, databaseUrl, passThrough(process.env))[name];
  }

  /** A deploy step of its own, as on AWS: the API waits for its schema and never changes it. */
  async #migrate(databaseUrl: string): Promise<void> {
    const child = spawn(process.execPath, [join(root, 'backend', 'dist', 'database', 'migrate.js')], {
      env: {
        ...process.env,
        ...this.#environment('api'),
        ...ownersEnvironment(this.#options.settings, this.#options.secrets, databaseUrl),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        for (const line of chunk.toString('utf8').split('\n').filter(Boolean)) {
          lines.push(line);
          this.#options.onLine('migrate', line);
        }
      });
    }
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0)
      throw new Error(`The database schema could not be brought up to date: ${lines.at(-1) ?? ''}`);
  }
}
