/** The programs that a deployment runs: the AWS CLI, docker, npm, git. */
import { spawn } from 'node:child_process';

interface StartOptions {
  /** Where it runs. */
  readonly folder: string;
  /** `inherit` lets its output go to the console. */
  readonly output: 'pipe' | 'inherit';
  /** For its standard input. */
  readonly input?: string | undefined;
  /** Variables, where they are not this process's. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Runs a program to its end. @returns its output, when it is piped @throws {ToolError} with what it complained of */
export type StartProgram = (
  program: string,
  args: readonly string[],
  options: StartOptions,
) => Promise<string>;

export interface ToolOptions {
  /** What starts programs, where it is not {@link startProgram}. */
  readonly start?: StartProgram | undefined;
  /** The repository's root, where they run. */
  readonly folder: string;
  readonly log: (line: string) => void;
  /** Shows what would be changed, and changes nothing; what only reads is run all the same. */
  readonly dryRun: boolean;
  /** The AWS CLI, where it is not `aws` on PATH. */
  readonly aws: string;
}

/** A program that failed, with its output. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

export class Tools {
  readonly #options: ToolOptions;

  constructor(options: ToolOptions) {
    this.#options = options;
  }

  get dryRun(): boolean {
    return this.#options.dryRun;
  }

  /** The repository's root. */
  get folder(): string {
    return this.#options.folder;
  }

  log(line: string): void {
    this.#options.log(line);
  }

  /** Asks AWS, in a dry run too. @throws {ToolError} with the CLI's own words */
  async ask(...args: string[]): Promise<unknown> {
    if (this.dryRun) this.log(`  aws ${quoted(args)}`);
    return parsed(await this.#aws(args));
  }

  /** Changes something in AWS; undefined in a dry run, and where AWS answers nothing. @throws {ToolError} */
  async change(...args: string[]): Promise<unknown> {
    if (!this.dryRun) return parsed(await this.#aws(args));
    this.log(`  aws ${quoted(args)}`);
    return undefined;
  }

  /** Another program, whose own output goes to the console; nothing in a dry run. @throws {ToolError} */
  async run(program: string, args: readonly string[], input?: string): Promise<void> {
    if (this.dryRun) this.log(`  ${program} ${quoted(args)}`);
    else await this.#start(program, args, 'inherit', input);
  }

  /** Another program's output, in a dry run too. @throws {ToolError} */
  async read(program: string, args: readonly string[]): Promise<string> {
    return (await this.#start(program, args, 'pipe')).trim();
  }

  /** Without JSON around it, and never shown. */
  async readFromAws(...args: string[]): Promise<string> {
    return (await this.#start(this.#options.aws, args, 'pipe')).trim();
  }

  #aws(args: readonly string[]): Promise<string> {
    const format = args[0] === 's3' ? [] : ['--output', 'json'];
    return this.#start(this.#options.aws, [...args, ...format], 'pipe');
  }

  #start(
    program: string,
    args: readonly string[],
    output: 'pipe' | 'inherit',
    input?: string,
  ): Promise<string> {
    const { folder, start = startProgram } = this.#options;
    return start(program, args, { folder, input, output });
  }
}

export const startProgram: StartProgram = (program, args, { environment, folder, input, output }) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: folder,
      ...(environment && { env: environment }),
      stdio: ['pipe', output, output],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      reject(new ToolError(missing ? `${program} is not on this machine.` : error.message));
    });
    child.on('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new ToolError(stderr.trim() || `${program} ended with ${String(code)}.`));
    });
    // A program that does not read may have closed it already; its exit code tells what matters.
    child.stdin?.on('error', () => undefined).end(input);
  });

const parsed = (text: string): unknown => (/^\s*[[{]/.test(text) ? JSON.parse(text) : undefined);
const quoted = (args: readonly string[]) =>
  args.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`)).join(' ');

/** Does a step; an error names the step, why it failed and what to do. */
export async function step<Result>(
  what: string,
  advice: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StepError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new StepError(`${what} failed.\n${why}\n→ ${advice}`, { cause: error });
  }
}

/** What failed, why, and what to do, for people to read. */
class StepError extends Error {
  override readonly name = 'StepError';
}
