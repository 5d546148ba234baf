import { describe, expect, it } from '@jest/globals';
import { isWorthShowing } from './terminal.ts';

describe('which lines the terminal shows', () => {
  it.each([
    ['{"level":30,"msg":"request completed"}', false],
    ['{"level":"info","message":"published"}', false],
    ['{"level":50,"msg":"database is away"}', true],
    ['{"level":"ERROR","message":"no"}', true],
    ['{"message":"without a level"}', true],
    ['Segmentation fault', true],
  ])('%s: %s', (line, shown) => {
    expect(isWorthShowing(line)).toBe(shown);
  });
});
