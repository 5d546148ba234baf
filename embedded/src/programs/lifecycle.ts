/** What every program of the embedded stack does: report that it is ready, end on SIGTERM or with its parent. */

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
  process.on('disconnect', end);
  started.then(({ ready }) => process.send?.({ ready }), fail);
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
