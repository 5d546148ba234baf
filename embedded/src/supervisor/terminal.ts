/** What the person in front of the terminal sees, and the log files that hold the rest. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** pino's level of a warning. */
const warning = 40;

/** A log file that reaches this size becomes `<program>.log.1`, in place of the one before. */
const defaultMaxLogBytes = 64 * 1024 * 1024;

interface LogFile {
  descriptor: number;
  bytes: number;
}

export class Terminal {
  readonly #folder: string;
  readonly #maxLogBytes: number;
  readonly #files = new Map<string, LogFile>();
  readonly #startedAt = Date.now();

  constructor(dataDir: string, maxLogBytes = defaultMaxLogBytes) {
    this.#folder = join(dataDir, 'logs');
    this.#maxLogBytes = maxLogBytes;
    mkdirSync(this.#folder, { recursive: true });
  }

  progress = (text: string): void => {
    const seconds = ((Date.now() - this.#startedAt) / 1000).toFixed(1);
    console.log(`${seconds.padStart(5)} s  ${text}`);
  };

  /** Every line goes to `logs/<program>.log`; warnings and errors are shown too. */
  line = (program: string, line: string): void => {
    try {
      this.#write(program, `${line}\n`);
    } catch {
      // A full disk must not end the stack for want of a log line.
    }
    if (isWorthShowing(line)) console.error(`[${program}] ${line}`);
  };

  #write(program: string, text: string): void {
    const bytes = Buffer.byteLength(text);
    let file = this.#files.get(program) ?? this.#open(program);
    if (file.bytes > 0 && file.bytes + bytes > this.#maxLogBytes) {
      closeSync(file.descriptor);
      this.#files.delete(program);
      renameSync(this.#pathOf(program), `${this.#pathOf(program)}.1`);
      file = this.#open(program);
    }
    writeSync(file.descriptor, text);
    file.bytes += bytes;
  }

  #open(program: string): LogFile {
    const descriptor = openSync(this.#pathOf(program), 'a');
    const file = { descriptor, bytes: fstatSync(descriptor).size };
    this.#files.set(program, file);
    return file;
  }

  #pathOf(program: string): string {
    return join(this.#folder, `${program}.log`);
  }
}

/** Structured lines by their level; anything else a program writes is unusual enough to be shown. */
export function isWorthShowing(line: string): boolean {
  try {
    const entry = JSON.parse(line) as { level?: unknown };
    if (typeof entry.level === 'number') return entry.level >= warning;
    return typeof entry.level !== 'string' || /warn|error|fatal/i.test(entry.level);
  } catch {
    return true;
  }
}
