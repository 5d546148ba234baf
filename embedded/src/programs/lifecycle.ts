/** What every program of the embedded stack does: report that it is ready, end on SIGTERM or with its parent. */

/** How long a program may take to stop that has no parent any more. */
const orphanStopMs = 60_000;

/**
 * Runs a program. `start` returns what the parent should know and how to stop. A failure is one line on
 * stderr and exit code 1.
 */
export function runProgram<Ready>(start: () => Promise<{ ready: Ready; stop: () => Promise<void> }>): void {
  const started = start();
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    void started
      .then((program) => program.stop())
      .catch(fail)
      .then(() => process.exit(process.exitCode ?? 0));
  };
  process.on('SIGTERM', end);
  // Ctrl-C reaches the whole process group; the supervisor decides the order in which programs stop.
  process.on('SIGINT', () => undefined);
  endWithParent(() => {
    end();
    // Nobody is left who would kill what cannot start or stop.
    setTimeout(() => process.exit(1), orphanStopMs).unref();
  });
  started.then(({ ready }) => {
    if (process.connected) process.send?.({ ready });
  }, fail);
}

/**
 * Calls `end` once when the parent closes its channel or dies, also when that happened while this process started:
 * Node's event came before anybody could listen then. Does nothing in a program that was started by hand.
 */
export function endWithParent(end: () => void): void {
  if (process.send !== undefined && !process.connected) end();
  else process.once('disconnect', end);
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

/** Reads a variable that the supervisor always sets. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
