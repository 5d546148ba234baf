/** What the person in front of the terminal sees, and the log files that hold the rest. */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';

/** pino's level of a warning. */
const warning = 40;

export class Terminal {
  readonly #folder: string;
  readonly #files = new Map<string, WriteStream>();
  readonly #startedAt = Date.now();

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'logs');
    mkdirSync(this.#folder, { recursive: true });
  }

  progress = (text: string): void => {
    const seconds = ((Date.now() - this.#startedAt) / 1000).toFixed(1);
    console.log(`${seconds.padStart(5)} s  ${text}`);
  };

  /** Every line goes to `logs/<program>.log`; warnings and errors are shown too. */
  line = (program: string, line: string): void => {
    let file = this.#files.get(program);
    if (!file) {
      file = createWriteStream(join(this.#folder, `${program}.log`), { flags: 'a' });
      // A full disk must not end the stack for want of a log line.
      file.on('error', () => undefined);
      this.#files.set(program, file);
    }
    file.write(`${line}\n`);
    if (isWorthShowing(line)) console.error(`[${program}] ${line}`);
  };
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
