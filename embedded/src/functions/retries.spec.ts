import { describe, expect, it } from '@jest/globals';
import { invokeUntilDone } from './retries.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';

const failed: InvocationOutcome = { ok: false, error: { errorType: 'E', errorMessage: 'no' } };

function play(outcomes: InvocationOutcome[], refusals = 0) {
  const sent: unknown[][] = [];
  const logged: string[] = [];
  let attempts = 0;
  return {
    sent,
    logged,
    attempts: () => attempts,
    run: () =>
      invokeUntilDone({
        id: 'event-1',
        event: { a: 1 },
        pool: {
          invoke: () => Promise.resolve(outcomes[attempts++] ?? failed),
        },
        failures: {
          send: (...sentNow) => {
            if (refusals-- > 0) return Promise.reject(new Error('away'));
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
    const game = play([failed, { ok: true, value: null }]);
    await game.run();
    expect(game.attempts()).toBe(2);
    expect(game.sent).toEqual([]);
  });

  it('reaches the failure queue after three attempts', async () => {
    const game = play([failed, failed, failed]);
    await game.run();
    expect(game.attempts()).toBe(3);
    expect(game.sent).toEqual([['event-1', { a: 1 }, 3, failed.error]]);
  });

  it('is offered to the failure queue until that takes it', async () => {
    const game = play([], 1);
    await game.run();
    expect(game.sent).toHaveLength(1);
    expect(game.logged.at(-1)).toMatch(/did not take an event/);
  });
});
