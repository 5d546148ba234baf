/** One sandbox process: started without credentials or rights, and ended when a file exceeds a limit. */
import type { ChildProcess } from 'node:child_process';
import { Confinement } from './confinement.ts';
import type { LayerReport, SandboxLayer } from './layers.ts';
import { residentBytes } from './process-usage.ts';
import { SandboxChannel } from './sandbox-channel.ts';
import {
  SandboxSession,
  type SandboxJob,
  type SandboxOutcome,
  type SandboxOutput,
} from './sandbox-session.ts';
import { startSandbox, type SandboxProgram } from './start-sandbox.ts';

export interface SandboxProcessSettings extends SandboxProgram {
  /** Without these it is given no file. */
  readonly requiredLayers: readonly SandboxLayer[];
}

export class SandboxProcess {
  readonly #child: ChildProcess;
  readonly #channel: SandboxChannel;
  readonly #confinement: Confinement;
  #filesRead = 0;
  /** What it is at: its start, and a file. */
  #tasks = 1;
  #stderrTail = '';

  constructor(settings: SandboxProcessSettings) {
    this.#child = startSandbox(settings);
    // The session listens to it too; without any listener Node would throw it.
    this.#child.on('error', () => undefined);
    this.#confinement = new Confinement(this.#child, settings.requiredLayers);
    this.#channel = new SandboxChannel(this.#child);
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#stderrTail = (this.#stderrTail + text.toString()).slice(-2000);
    });
    for (const stream of this.#child.stdio) (stream as { unref?: () => void } | null)?.unref?.();
    // A runtime that holds nothing open itself would end while the function waits for what it requires.
    this.#confinement.layers.then(this.#rest, this.#rest);
  }

  /** Files that this process was given. */
  get filesRead(): number {
    return this.#filesRead;
  }

  /** What keeps it in; rejects where something required does not, and where it ended before it could say. */
  get layers(): Promise<readonly LayerReport[]> {
    return this.#confinement.layers;
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
   * @throws what the reader or the output threw, where the program does not load, and at the deadline; that kills the
   *   child too.
   */
  async inspect(job: SandboxJob, output: SandboxOutput): Promise<SandboxOutcome> {
    this.#filesRead += 1;
    this.#keepAwake();
    const session = new SandboxSession(this.#child, this.#channel, this.#filesRead, job, output);
    try {
      // It speaks of its layers before it asks for the first byte.
      const outcome = await Promise.race([session.outcome, this.#confinement.refused]);
      if (outcome.end === 'COMPLETED') return outcome;
      // Whatever ended before its program was loaded has seen no file.
      if (outcome.end === 'DIED') await this.#confinement.layers.catch(this.#rethrow);
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

  readonly #rethrow = (cause: Error): never => {
    throw new Error([cause.message, this.#stderrTail].filter(Boolean).join('\n'), { cause });
  };

  #keepAwake(): void {
    this.#tasks += 1;
    this.#child.ref();
    this.#child.channel?.ref();
  }

  /** An idle child keeps nobody alive. */
  readonly #rest = (): void => {
    this.#tasks -= 1;
    if (this.#tasks > 0) return;
    this.#child.unref();
    this.#child.channel?.unref();
  };
}
