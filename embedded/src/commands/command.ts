/** What every command behind the Makefile has in common: it ends with a sentence, never with a stack trace. */
import { spawn, type SpawnOptions } from 'node:child_process';

/** A person can fix this; the message says how. */
export class CommandError extends Error {}

/** Runs it; its number is the exit code. Whatever it throws becomes one line on stderr, and the code is 1. */
export function runCommand(work: () => Promise<number | undefined>): void {
  work().then(
    (code) => (process.exitCode = code ?? 0),
    (error: unknown) => {
      console.error(sentenceOf(error));
      process.exitCode = 1;
    },
  );
}

/** Errors of sockets say little by themselves, and `fetch` hides them in its cause. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const first = error instanceof AggregateError ? (error.errors as unknown[])[0] : error.cause;
  if (error instanceof CommandError || !(first instanceof Error)) return error.message || error.name;
  const { code } = first as NodeJS.ErrnoException;
  const what = [error.message, code ?? first.message].filter(Boolean).join(': ');
  return code === 'ECONNREFUSED' ? `${what}. \`make status\` says what runs.` : what;
}

/** Runs a program in this terminal and gives its exit code. @throws {CommandError} when it is not there. */
export function runInTerminal(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  // Ctrl-C reaches the child through the terminal; this process waits for what it makes of it.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  const forward = () => child.kill('SIGTERM');
  process.on('SIGTERM', forward);
  return new Promise<number>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new CommandError(`${command} is not on this machine.`) : error);
    });
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  }).finally(() => process.off('SIGINT', ignore).off('SIGTERM', forward));
}
