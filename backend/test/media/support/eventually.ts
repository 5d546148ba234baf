import { setTimeout as wait } from 'node:timers/promises';

/** Asks until the answer is there; the last one that was not good enough is in the error. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  isThere: (value: Value) => boolean = Boolean,
  timeoutMs = 25_000,
): Promise<Value> {
  for (const deadline = Date.now() + timeoutMs; ;) {
    const value = await ask();
    if (isThere(value)) return value;
    if (Date.now() > deadline) throw new Error(`It never came true: ${JSON.stringify(value)}`);
    await wait(20);
  }
}
