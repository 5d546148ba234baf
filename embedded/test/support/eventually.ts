const intervalMs = 10;
/** Shorter than Jest's own limit, and long enough for any machine: only what never comes should meet it. */
const patienceMs = 240_000;

/** Waits until the value is as wanted; after the time it gives the last one, for the expectation to complain of. */
export async function eventually<Value>(
  read: () => Value | Promise<Value>,
  isWanted: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (isWanted(value) || Date.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
