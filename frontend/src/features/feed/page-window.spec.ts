import { describe, expect, it } from '@jest/globals';
import { pageWindow } from './page-window.ts';

describe('pageWindow', () => {
  it.each([
    [1, 1, [1]],
    [1, 3, [1, 2, 3]],
    [3, 5, [1, 2, 3, 4, 5]],
    [1, 48_213, [1, 2, 3, 4, null, 48_213]],
    [24_000, 48_213, [1, null, 23_999, 24_000, 24_001, null, 48_213]],
    [48_213, 48_213, [1, null, 48_210, 48_211, 48_212, 48_213]],
    [4, 7, [1, 2, 3, 4, 5, 6, 7]],
  ])('page %d of %d', (page, total, expected) => {
    expect(pageWindow(page, total)).toEqual(expected);
  });

  it('leads back from a page past the end', () => {
    expect(pageWindow(12, 4)).toEqual([1, 2, 3, 4]);
  });
});
