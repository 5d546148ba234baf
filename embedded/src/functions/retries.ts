/** What Lambda does with an asynchronous event: up to three attempts, then the failure destination. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FailureQueue } from './failure-queue.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface AsynchronousInvocation {
  id: string;
  event: unknown;
  pool: Pick<WorkerPool, 'invoke'>;
  failures: Pick<FailureQueue, 'send'>;
  /** Pauses before each further attempt. */
  retrySeconds: number[];
  signal: AbortSignal;
  log: (line: string) => void;
}

/**
 * Resolves when the function has succeeded or the failure queue has taken the event.
 * @throws when the stack stops first.
 */
export async function invokeUntilDone(invocation: AsynchronousInvocation): Promise<void> {
  const { id, event, pool, failures, retrySeconds, signal, log } = invocation;
  for (let attempt = 1; ; attempt++) {
    const outcome = await pool.invoke(id, event);
    signal.throwIfAborted();
    if (outcome.ok) return;
    log(`Attempt ${String(attempt)} of event ${id} failed: ${outcome.error.errorMessage}`);
    const pause = retrySeconds[attempt - 1];
    if (pause === undefined) {
      await sendUntilTaken(() => failures.send(id, event, attempt, outcome.error), signal, log);
      return;
    }
    await sleep(pause * 1000, undefined, { signal });
  }
}

async function sendUntilTaken(
  send: () => Promise<void>,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  for (;;) {
    try {
      await send();
      return;
    } catch (error) {
      log(`The failure queue did not take an event, trying again: ${String(error)}`);
      await sleep(1000, undefined, { signal });
    }
  }
}
