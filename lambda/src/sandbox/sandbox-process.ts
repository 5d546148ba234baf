/** One sandbox process: started without credentials or rights, and ended when a file exceeds a limit. */
import { fork, type ChildProcess } from 'node:child_process';
import { residentBytes } from './process-usage.ts';
import { SandboxChannel } from './sandbox-channel.ts';
import {
  SandboxSession,
  type SandboxJob,
  type SandboxOutcome,
  type SandboxOutput,
} from './sandbox-session.ts';

export interface SandboxProcessSettings {
  /** The program to run; its argument is the id of this process. */
  readonly entry: URL;
  /** All that the process gets of the environment: no credentials. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Limit of the JavaScript heap. */
  readonly heapMib: number;
}

export class SandboxProcess {
  readonly #child: ChildProcess;
  readonly #channel: SandboxChannel;
  #filesRead = 0;
  #stderrTail = '';

  constructor(settings: SandboxProcessSettings) {
    this.#child = fork(settings.entry, [String(process.pid)], {
      // glibc's many arenas would keep twice the memory that libvips has given back (sharp, «Memory allocators»).
      env: { ...settings.environment, MALLOC_ARENA_MAX: '2' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
      execArgv: [
        // A second fence around what runs in JavaScript: no writing, no programs. sharp needs the exceptions.
        ...['--permission', '--allow-fs-read=*', '--allow-addons', '--allow-worker'],
        ...['--disable-warning=SecurityWarning', `--max-old-space-size=${String(settings.heapMib)}`],
      ],
    });
    // The session listens to it too; without any listener Node would throw it.
    this.#child.on('error', () => undefined);
    this.#channel = new SandboxChannel(this.#child);
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#stderrTail = (this.#stderrTail + text.toString()).slice(-2000);
    });
    this.#rest();
  }

  /** Files that this process was given. */
  get filesRead(): number {
    return this.#filesRead;
  }

  get alive(): boolean {
    const { connected, killed, exitCode, signalCode } = this.#child;
    return connected && !killed && exitCode === null && signalCode === null;
  }

  /** Undefined where that cannot be known. */
  get residentBytes(): number | undefined {
    return this.#child.pid === undefined ? undefined : residentBytes(this.#child.pid);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /**
   * Lets the child inspect one file; one at a time. Any end but COMPLETED kills the child.
   * @throws what the reader or the output threw, and at the deadline; that kills the child too.
   */
  async inspect(job: SandboxJob, output: SandboxOutput): Promise<SandboxOutcome> {
    this.#filesRead += 1;
    this.#child.ref();
    this.#child.channel?.ref();
    const session = new SandboxSession(this.#child, this.#channel, this.#filesRead, job, output);
    try {
      const outcome = await session.outcome;
      if (outcome.end === 'COMPLETED') return outcome;
      this.kill();
      return { ...outcome, message: [outcome.message, this.#stderrTail].filter(Boolean).join('\n') };
    } catch (error) {
      this.kill();
      throw error;
    } finally {
      session.close();
      this.#rest();
    }
  }

  /** An idle child keeps nobody alive. */
  #rest(): void {
    this.#child.unref();
    this.#child.channel?.unref();
    for (const stream of this.#child.stdio) (stream as { unref?: () => void } | null)?.unref?.();
  }
}
