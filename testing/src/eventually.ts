/** How long to wait, and for what; the defaults leave a busy machine its time and end before Jest's and Playwright's limits. */
export interface Patience {
  /** For the error: what was waited for. */
  readonly what?: string;
  readonly timeoutMs?: number;
  readonly pauseMs?: number;
}

/**
 * Reads again and again until the value is as wanted, which it gives; by default any true one.
 * What `read` throws ends the waiting.
 * @throws {Error} after `timeoutMs`, with what was waited for and the last value.
 */
export async function eventually<Value, Wanted extends Value>(
  read: () => Value | Promise<Value>,
  isWanted: (value: Value) => value is Wanted,
  patience?: Patience,
): Promise<Wanted>;
export async function eventually<Value>(
  read: () => Value | Promise<Value>,
  isWanted?: (value: Value) => boolean,
  patience?: Patience,
): Promise<Value>;
export async function eventually<Value>(
  read: () => Value | Promise<Value>,
  isWanted: (value: Value) => boolean = Boolean,
  { what = 'the wanted value', timeoutMs = 300_000, pauseMs = 20 }: Patience = {},
): Promise<Value> {
  // Of a clock that a test may not turn, and that no time server sets back.
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    // Once more after it: however slow a reading was, what came true meanwhile counts.
    const isLast = performance.now() > deadline;
    const value = await read();
    if (isWanted(value)) return value;
    if (isLast) {
      throw new Error(`Waited ${timeoutMs} ms in vain for ${what}; it is ${JSON.stringify(value)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** For `eventually`: anything but `undefined`. */
export const isPresent = <Value>(value: Value | undefined): value is Value => value !== undefined;
