import { describe, expect, it } from '@jest/globals';
import { freeBuffer } from './free-buffer.ts';

describe('freeBuffer', () => {
  it('gives back what a buffer holds', () => {
    const bytes = new Uint8Array(100);
    freeBuffer(bytes);
    expect(bytes).toHaveLength(0);
  });

  it('leaves views of a buffer that others use', () => {
    const whole = new Uint8Array([1, 2, 3]);
    freeBuffer(whole.subarray(1));
    expect(whole).toEqual(new Uint8Array([1, 2, 3]));
  });
});
