/** One file in the sandbox: serves what the child asks for, and reports how it ended. */
import type { ChildProcess } from 'node:child_process';
import type { Accepted, InspectionLimits } from '../inspect/inspection.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import type { SandboxChannel } from './sandbox-channel.ts';
import type { FromSandbox, SandboxResult, SandboxTask, OutputPiece } from './messages.ts';
import { processorMilliseconds, residentBytes } from './process-usage.ts';

export interface SandboxJob {
  readonly reader: RangedReader;
  /** Is called when bytes that the reader gave are used up. */
  readonly release: (bytes: Uint8Array) => void;
  /** As declared. */
  readonly contentType: string;
  readonly task: SandboxTask;
  readonly limits: InspectionLimits;
  /**
   * Milliseconds of processor time that the child may use, so that a verdict does not depend on how busy the machine
   * is; and four times as many that it may take, waiting for storage not counted.
   */
  readonly workMs: number;
  /** Resident bytes of the child. */
  readonly memoryBytes: number;
  /** Bytes that the child may ask for in all. */
  readonly readBytes: number;
  /** When the job is given up, in milliseconds since the epoch; whose fault it is stays open. */
  readonly deadlineMs: number;
}

/** Where the child's output goes. A write that throws InvalidOutputError ends the job as INVALID_OUTPUT. */
export interface SandboxOutput {
  /** The first look is over, and decoding begins. */
  accepted(found: Accepted): void;
  write(piece: OutputPiece): Promise<void>;
}

/** The child wrote more, or other things, than a file may become. */
export class InvalidOutputError extends Error {
  readonly code = 'INVALID_OUTPUT';
}

export type SandboxFailure = 'FAILED' | 'OUT_OF_TIME' | 'OUT_OF_MEMORY' | 'DIED' | 'INVALID_OUTPUT';
export type SandboxOutcome = {
  /** Milliseconds of processor time that the file has cost; of time where that cannot be known. */
  readonly usedMs: number;
} & (
  | { readonly end: 'COMPLETED'; readonly result: SandboxResult }
  | {
      readonly end: SandboxFailure;
      /** For the log. */
      readonly message: string;
      /** What the first look had found; undefined where the end came before. */
      readonly found: Accepted | undefined;
    }
);

/** A child that neither works nor answers has this many times its share. */
const patience = 4;
const watchEveryMs = 50;
const maxReadBytes = 64 * 1024 * 1024;
/** Signals by which the machine or its operator ends a process: no fault of the file. */
const signalsFromOutside = new Set<NodeJS.Signals>(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']);

export class SandboxSession {
  /** Rejects with what the reader or the output threw, where a library does not load, and at the deadline. */
  readonly outcome: Promise<SandboxOutcome>;
  readonly #settle: { resolve: (outcome: SandboxOutcome) => void; reject: (error: unknown) => void };
  readonly #child: ChildProcess;
  readonly #channel: SandboxChannel;
  readonly #file: number;
  readonly #job: SandboxJob;
  readonly #output: SandboxOutput;
  readonly #watch: NodeJS.Timeout;
  /** How long the program takes to load is no fault of the file. */
  #started = false;
  #found: Accepted | undefined;
  /** Requests of the child that are not answered yet. */
  #owed = 0;
  #askedBytes = 0;
  #workedMs = 0;
  /** Processor time of the child before this file. */
  #processorMsBefore: number | undefined;
  /** As last seen: a process that is gone tells nothing any more. */
  #lastUsedMs = 0;
  #lastLookMs = performance.now();

  /** @param file distinguishes this file's messages from those that an earlier one left behind. */
  constructor(
    child: ChildProcess,
    channel: SandboxChannel,
    file: number,
    job: SandboxJob,
    output: SandboxOutput,
  ) {
    this.#child = child;
    this.#channel = channel;
    this.#file = file;
    this.#job = job;
    this.#output = output;
    this.#processorMsBefore = this.#processorMs();
    const { promise, resolve, reject } = Promise.withResolvers<SandboxOutcome>();
    this.outcome = promise;
    this.#settle = { resolve, reject };
    channel.listener = (message, bytes) => {
      try {
        return this.#receive(message, bytes);
      } catch (error) {
        // Only what no honest child sends is not understood.
        this.#end('FAILED', String(error));
        return undefined;
      }
    };
    child.on('exit', this.#onExit);
    child.on('error', reject);
    this.#watch = setInterval(this.#look, watchEveryMs);
    void channel.send({
      kind: 'inspect',
      file,
      size: job.reader.size,
      contentType: job.contentType,
      task: job.task,
      limits: job.limits,
    });
  }

  /** Stops listening; the outcome must have settled. */
  close(): void {
    clearInterval(this.#watch);
    this.#channel.listener = undefined;
    this.#child.off('exit', this.#onExit);
    this.#child.off('error', this.#settle.reject);
  }

  #receive(message: FromSandbox, bytes: Uint8Array): Promise<void> | undefined {
    if (message.file !== this.#file) return undefined;
    switch (message.kind) {
      case 'started':
        this.#started = true;
        this.#processorMsBefore = this.#processorMs();
        return undefined;
      case 'read':
        return this.#owe(async () => {
          const read = await this.#read(message.offset, message.length);
          await this.#channel.send({ kind: 'bytes', id: message.id, length: read.length }, read);
          this.#job.release(read);
        });
      case 'write':
        return this.#owe(async () => {
          await this.#output.write({ ...message.piece, bytes });
          await this.#channel.send({ kind: 'written', id: message.id });
        });
      case 'accepted':
        this.#found = message.found;
        this.#output.accepted(message.found);
        return undefined;
      case 'inspected':
        this.#settle.resolve({ end: 'COMPLETED', result: message.result, usedMs: this.#usedMs() });
        return undefined;
      case 'failed':
        if (message.isFaultOfFile) this.#end('FAILED', message.message);
        else this.#settle.reject(new Error(message.message));
        return undefined;
    }
  }

  /** Does what the child waits for. */
  #owe(work: () => Promise<void>): Promise<void> {
    this.#owed += 1;
    return work().then(
      () => {
        this.#owed -= 1;
      },
      (error: unknown) => {
        if (error instanceof InvalidOutputError) this.#end('INVALID_OUTPUT', error.message);
        else this.#settle.reject(error);
      },
    );
  }

  async #read(offset: number, length: number): Promise<Uint8Array> {
    this.#askedBytes += length;
    if (this.#askedBytes > this.#job.readBytes) {
      this.#end('OUT_OF_TIME', `Asked for ${String(this.#askedBytes)} bytes`);
    }
    const sane = Number.isSafeInteger(offset) && offset >= 0 && length > 0 && length <= maxReadBytes;
    if (!sane) this.#end('FAILED', `Asked for ${String(length)} bytes at ${String(offset)}`);
    return this.#job.reader.read(offset, length);
  }

  readonly #onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
    const message = `The sandbox ended by ${signal ?? `exit code ${String(code)}`}`;
    if (signal && signalsFromOutside.has(signal)) this.#settle.reject(new Error(message));
    else this.#end('DIED', message);
  };

  /** Looks at time and memory. */
  readonly #look = (): void => {
    const now = performance.now();
    if (this.#started && this.#owed === 0) this.#workedMs += now - this.#lastLookMs;
    this.#lastLookMs = now;
    const { workMs, memoryBytes, deadlineMs } = this.#job;
    const resident = this.#child.pid === undefined ? undefined : residentBytes(this.#child.pid);
    if (resident !== undefined && resident > memoryBytes) {
      this.#end('OUT_OF_MEMORY', `The sandbox grew to ${String(resident)} bytes`);
    } else if (this.#usedMs() > workMs || this.#workedMs > workMs * patience) {
      this.#end(
        'OUT_OF_TIME',
        `The sandbox used ${String(this.#usedMs())} ms in ${String(Math.round(this.#workedMs))} ms`,
      );
    } else if (Date.now() > deadlineMs) {
      this.#settle.reject(new Error('The function ran out of time before its sandbox did'));
    }
  };

  #processorMs(): number | undefined {
    return this.#child.pid === undefined ? undefined : processorMilliseconds(this.#child.pid);
  }

  #usedMs(): number {
    const now = this.#processorMs();
    if (now !== undefined && this.#processorMsBefore !== undefined) {
      this.#lastUsedMs = this.#started ? now - this.#processorMsBefore : 0;
    } else if (this.#processorMsBefore === undefined) this.#lastUsedMs = Math.round(this.#workedMs);
    return this.#lastUsedMs;
  }

  #end(end: SandboxFailure, message: string): void {
    this.#settle.resolve({ end, message, found: this.#found, usedMs: this.#usedMs() });
  }
}
