import { describe, expect, it } from '@jest/globals';
import { invokeUntilDone } from './retries.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';

const failed: InvocationOutcome = { ok: false, error: { errorType: 'E', errorMessage: 'no' } };

function run(outcomes: InvocationOutcome[], failures = 0) {
  const sent: unknown[][] = [];
  const logged: string[] = [];
  let attempts = 0;
  return {
    sent,
    logged,
    attempts: () => attempts,
    finish: () =>
      invokeUntilDone({
        id: 'event-1',
        event: { a: 1 },
        pool: {
          invoke: () => Promise.resolve(outcomes[attempts++] ?? failed),
        },
        failures: {
          send: (...sentNow) => {
            if (failures-- > 0) return Promise.reject(new Error('unavailable'));
            sent.push(sentNow);
            return Promise.resolve();
          },
        },
        retrySeconds: [0, 0],
        signal: new AbortController().signal,
        log: (line) => logged.push(line),
      }),
  };
}

describe('an asynchronous event', () => {
  it('is done at the first success', async () => {
    const started = run([failed, { ok: true, value: null }]);
    await started.finish();
    expect(started.attempts()).toBe(2);
    expect(started.sent).toEqual([]);
  });

  it('reaches the failure queue after three attempts', async () => {
    const started = run([failed, failed, failed]);
    await started.finish();
    expect(started.attempts()).toBe(3);
    expect(started.sent).toEqual([['event-1', { a: 1 }, 3, failed.error]]);
  });

  it('is offered to the failure queue until that takes it', async () => {
    const started = run([], 1);
    await started.finish();
    expect(started.sent).toHaveLength(1);
    expect(started.logged.at(-1)).toMatch(/did not take an event/);
  });
});
