import { describe, expect, it } from '@jest/globals';
import { barHeights } from './sound-bars.ts';

const base64 = (...levels: number[]): string => btoa(String.fromCharCode(...levels));

describe('the bars of a sound', () => {
  it('show the loudest moment of each share, the loudest of all as high as there is room', () => {
    expect(barHeights(base64(0, 0, 50, 100, 200, 10), 3)).toEqual([8, 54, 100]);
  });

  it('are as many as are asked for, also where there are fewer moments', () => {
    expect(barHeights(base64(100, 0), 4)).toEqual([100, 100, 8, 8]);
  });

  it('are all alike where nothing is known, where nothing sounds, and where nothing can be read', () => {
    for (const peaks of [null, base64(0, 0, 0), '%']) expect(barHeights(peaks, 3)).toEqual([8, 8, 8]);
  });
});
