import { describe, expect, it } from '@jest/globals';
import { buildTraceparent, parseTraceparent, traceIdOfUpload } from './trace-context.ts';

const traceId = traceIdOfUpload('01890A5D-AC96-774b-bcce-b302099a8057');
const spanId = '00f067aa0ba902b7';

describe('trace context', () => {
  it('comes back as it was, an upload’s under its media id', () => {
    expect(traceId).toBe('01890a5dac96774bbcceb302099a8057');
    expect(parseTraceparent(buildTraceparent({ traceId, spanId }))).toEqual({ traceId, spanId });
  });

  it.each([
    undefined,
    '',
    'rubbish',
    `00-${traceId}-${spanId}`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}-01-more`,
  ])('is none: %j', (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });
});
