/** The cage's front door: keeps a process warm, and gives every file a fair trial. */
import { CagedProcess, type CagedProcessSettings } from './caged-process.ts';
import type { CageJob, CageOutcome, CageOutput } from './cage-session.ts';

export interface CageSettings extends CagedProcessSettings {
  /** Files that one process reads before a fresh one takes its place. */
  readonly maxFilesPerProcess: number;
}

export interface Trial<Output extends CageOutput> {
  readonly outcome: CageOutcome;
  /** What the judged attempt wrote. */
  readonly output: Output;
}

export class Cage {
  readonly #settings: CageSettings;
  readonly #all = new Set<CagedProcess>();
  #idle: CagedProcess | undefined;

  constructor(settings: CageSettings) {
    this.#settings = settings;
    process.on('exit', this.close);
  }

  /**
   * Judges one file. A process that was warm may die of what an earlier file did to it: then a fresh one decides.
   * @param newOutput is called for each attempt; the output of an attempt that does not count is discarded.
   * @throws what the reader or the output threw, and at the deadline.
   */
  async judge<Output extends CageOutput & { discard(): Promise<void> }>(
    job: CageJob,
    newOutput: () => Output,
  ): Promise<Trial<Output>> {
    for (;;) {
      const process = this.#take();
      const wasFresh = process.filesRead === 0;
      const output = newOutput();
      try {
        const outcome = await process.judge(job, output);
        const blameless = outcome.end === 'DIED' || outcome.end === 'OUT_OF_MEMORY';
        if (wasFresh || !blameless) return { outcome, output };
        await output.discard();
      } catch (error) {
        await output.discard();
        throw error;
      } finally {
        this.#giveBack(process);
      }
    }
  }

  /** Starts a process ahead of the first file. */
  warmUp(): void {
    this.#giveBack(this.#take());
  }

  /** Ends every process. */
  readonly close = (): void => {
    process.off('exit', this.close);
    for (const process of this.#all) process.kill();
    this.#all.clear();
    this.#idle = undefined;
  };

  #take(): CagedProcess {
    const idle = this.#idle;
    this.#idle = undefined;
    if (idle?.alive) return idle;
    if (idle) this.#all.delete(idle);
    const fresh = new CagedProcess(this.#settings);
    this.#all.add(fresh);
    return fresh;
  }

  /** Keeps one process warm; functions that run at once have a process each. */
  #giveBack(process: CagedProcess): void {
    const usable = process.alive && process.filesRead < this.#settings.maxFilesPerProcess;
    if (usable && !this.#idle) {
      this.#idle = process;
      return;
    }
    process.kill();
    this.#all.delete(process);
  }
}
