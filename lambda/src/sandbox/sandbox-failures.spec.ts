import { describe, expect, it } from '@jest/globals';
import type { Accepted } from '../inspect/inspection.ts';
import { rejectionAfterFailure } from './sandbox-failures.ts';

const found = (mediaClass: Accepted['mediaClass']) => ({ mediaClass }) as Accepted;

describe('rejectionAfterFailure', () => {
  it.each([
    ['OUT_OF_MEMORY', found('IMAGE'), 'TOO_MANY_PIXELS', 'OUT_OF_MEMORY'],
    ['OUT_OF_MEMORY', found('VIDEO'), 'CORRUPT', 'OUT_OF_MEMORY'],
    ['OUT_OF_MEMORY', undefined, 'CORRUPT', 'OUT_OF_MEMORY'],
    ['OUT_OF_TIME', found('IMAGE'), 'CORRUPT', 'OUT_OF_TIME'],
    ['DIED', undefined, 'CORRUPT', 'DIED'],
    ['FAILED', found('AUDIO'), 'CORRUPT', 'DIED'],
    ['INVALID_OUTPUT', found('VIDEO'), 'CORRUPT', 'INVALID_OUTPUT'],
  ] as const)('%s with %j is %s', (end, what, reason, failure) => {
    expect(rejectionAfterFailure({ end, message: '', found: what })).toMatchObject({
      outcome: 'REJECTED',
      reason,
      parameters: { failure },
    });
  });
});
