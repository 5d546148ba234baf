import { describe, expect, it } from '@jest/globals';
import { formatEventId, parseEventId } from './event-id.ts';

describe('the id of an event', () => {
  it('is read as it was written', () => {
    const position = { eventId: 9_007_199_254_740_993n, at: 1_764_000_000_123 };
    expect(parseEventId(formatEventId(position))).toEqual(position);
  });

  it.each(['', '1', '1-', '-1', '1-17640000', `1-1764000000123 `, '1e3-1764000000123', 'x-1764000000123'])(
    'is not %j',
    (text) => {
      expect(parseEventId(text)).toBeUndefined();
    },
  );
});
