/** The sandbox's entry point: keeps a process warm, and decides which attempt at a file counts. */
import type { LayerReport } from './layers.ts';
import { SandboxProcess, type SandboxProcessSettings } from './sandbox-process.ts';
import type { SandboxJob, SandboxOutcome, SandboxOutput } from './sandbox-session.ts';

export interface SandboxSettings extends SandboxProcessSettings {
  /** Files that one process reads before a fresh one takes its place. */
  readonly maxFilesPerProcess: number;
  /** Resident size of a process that may wait for another file. */
  readonly maxIdleBytes: number;
}

/** Whoever dies of an earlier file does so at once. */
const maxBlamelessMs = 2000;

export interface SandboxAttempt<Output extends SandboxOutput> {
  readonly outcome: SandboxOutcome;
  /** What the attempt that counts wrote. */
  readonly output: Output;
}

export class Sandbox {
  readonly #settings: SandboxSettings;
  readonly #all = new Set<SandboxProcess>();
  #idle: SandboxProcess | undefined;

  constructor(settings: SandboxSettings) {
    this.#settings = settings;
    process.on('exit', this.close);
  }

  /**
   * Inspects one file. A process that was warm may die of what an earlier file did to it: then a fresh one decides,
   * unless the file has cost much by then. What takes too much memory or time is not tried again, so that a file made
   * for that costs no more than its limit: no process is kept warm that is large already.
   * @param newOutput is called for each attempt; the output of an attempt that does not count is discarded.
   * @throws what the reader or the output threw, and at the deadline.
   */
  async inspect<Output extends SandboxOutput & { discard(): Promise<void> }>(
    job: SandboxJob,
    newOutput: () => Output,
  ): Promise<SandboxAttempt<Output>> {
    for (;;) {
      const process = this.#take();
      const wasFresh = process.filesRead === 0;
      const output = newOutput();
      try {
        const outcome = await process.inspect(job, output);
        const mayBeBlameless = outcome.end === 'DIED' && outcome.usedMs < maxBlamelessMs;
        if (wasFresh || !mayBeBlameless) return { outcome, output };
        await output.discard();
      } catch (error) {
        await output.discard();
        throw error;
      } finally {
        this.#giveBack(process);
      }
    }
  }

  /** Starts a process ahead of the first file, and says what keeps it in. */
  warmUp(): Promise<readonly LayerReport[]> {
    const process = this.#take();
    this.#giveBack(process);
    return process.layers;
  }

  /** Ends every process. */
  readonly close = (): void => {
    process.off('exit', this.close);
    for (const process of this.#all) process.kill();
    this.#all.clear();
    this.#idle = undefined;
  };

  #take(): SandboxProcess {
    const idle = this.#idle;
    this.#idle = undefined;
    if (idle?.alive) return idle;
    if (idle) this.#all.delete(idle);
    const fresh = new SandboxProcess(this.#settings);
    this.#all.add(fresh);
    return fresh;
  }

  /** Keeps one process warm; functions that run at once have a process each. */
  #giveBack(process: SandboxProcess): void {
    const { maxFilesPerProcess, maxIdleBytes } = this.#settings;
    const isSmall = (process.residentBytes ?? 0) < maxIdleBytes;
    const usable = process.alive && process.filesRead < maxFilesPerProcess && isSmall;
    if (usable && !this.#idle) {
      this.#idle = process;
      return;
    }
    process.kill();
    this.#all.delete(process);
  }
}
