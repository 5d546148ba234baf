/** For programs that try a running stack step by step: each is printed with its time; the first that fails ends all. */

/** Of the API, without a slash at its end; as `URL` says. */
export const apiUrl = (process.env.URL ?? 'http://localhost:3000').replace(/\/+$/, '');

/** Does it, prints its time; says what failed and ends the program otherwise. */
export async function step<T>(name: string, act: () => Promise<T>): Promise<T> {
  const since = performance.now();
  try {
    const result = await act();
    console.log(`  ${name.padEnd(58, '.')} ${seconds(since)}`);
    return result;
  } catch (error) {
    console.error(`FAILED after ${seconds(since)}: ${name}: ${explain(error)}`);
    process.exit(1);
  }
}

/** @throws {Error} with those words when it does not hold. */
export function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

export function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(2)} s`;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // `fetch` hides in its cause that nobody listens there.
  const { code, message } = (error.cause ?? {}) as Partial<NodeJS.ErrnoException>;
  const cause = code ?? message;
  return cause === undefined ? error.message : `${error.message} (${cause}). Does the API run at ${apiUrl}?`;
}
