/** What LocalStack does with /etc/localstack/init/ready.d: its scripts run in the order of their names. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../s3/store/is-missing.ts';

interface Script {
  readonly stage: 'READY';
  readonly name: string;
  state: 'UNKNOWN' | 'RUNNING' | 'SUCCESSFUL' | 'ERROR';
}

export class InitScripts {
  readonly #folder: string;
  readonly #scripts: Script[];
  #completed = false;

  private constructor(folder: string, scripts: Script[]) {
    this.#folder = folder;
    this.#scripts = scripts;
  }

  static async find(initDir: string): Promise<InitScripts> {
    const folder = join(initDir, 'ready.d');
    const names = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const scripts = names
      .filter((name) => name.endsWith('.sh'))
      .sort()
      .map((name): Script => ({ stage: 'READY', name, state: 'UNKNOWN' }));
    return new InitScripts(folder, scripts);
  }

  /** One that fails is logged and delays none of the others: the health check shows it. Stops with the signal. */
  async run(environment: Record<string, string>, signal: AbortSignal): Promise<void> {
    for (const script of this.#scripts) {
      script.state = 'RUNNING';
      const child = spawn('bash', [join(this.#folder, script.name)], {
        env: { ...process.env, ...environment },
        stdio: ['ignore', 'inherit', 'inherit'],
        signal,
      });
      const code = await once(child, 'close').then(
        ([exitCode]) => exitCode as number | null,
        (error: unknown) => {
          console.error(`${script.name} could not run: ${String(error)}`);
          return null;
        },
      );
      if (signal.aborted) return;
      script.state = code === 0 ? 'SUCCESSFUL' : 'ERROR';
      if (code !== 0)
        console.error(`${script.name} failed with exit code ${String(code)}; its lines are above.`);
    }
    this.#completed = true;
  }

  /** As `/_localstack/init` answers. */
  describe(isStopping: boolean) {
    return {
      completed: { BOOT: true, START: true, READY: this.#completed, SHUTDOWN: isStopping },
      scripts: this.#scripts,
    };
  }

  /** As `/_localstack/init/ready` answers. */
  describeReady() {
    return { completed: this.#completed, scripts: this.#scripts };
  }
}
