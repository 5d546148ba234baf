/** Figures with their spread, and whether they reach what is asked. */

/** Least, middle and largest of some rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { min: Math.min(...values), median: median(values), max: Math.max(...values) };
}

/** Round by round, so that what disturbed both is in neither. */
export function ratios(values: readonly number[], others: readonly number[]): Spread {
  return spreadOf(values.map((value, index) => value / (others[index] ?? NaN)));
}

/** `1.42 (1.39 to 1.51)`. */
export function write(spread: Spread, digits = 2): string {
  const [min, middle, max] = [spread.min, spread.median, spread.max].map((value) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  return min === max ? (middle ?? '') : `${middle ?? ''} (${min ?? ''} to ${max ?? ''})`;
}

/** A bound that a figure keeps, and the better one that is wished for. */
export interface Goal {
  readonly bound: 'at most' | 'at least';
  readonly value: number;
  readonly wished?: number;
}

export const atMost = (value: number, wished?: number): Goal => ({
  bound: 'at most',
  value,
  ...(wished !== undefined && { wished }),
});
export const atLeast = (value: number, wished?: number): Goal => ({
  ...atMost(value, wished),
  bound: 'at least',
});

export function writeGoal({ bound, value, wished }: Goal): string {
  return `${bound} ${String(value)}${wished === undefined ? '' : ` (goal ${String(wished)})`}`;
}

export type Verdict = 'yes' | 'no' | 'unsure: the spread covers it';

/** By the whole spread: one good round is no proof, and one bad is none either. */
export function judge({ min, max }: Spread, { bound, value }: Goal): Verdict {
  const [best, worst] = bound === 'at most' ? [min, max] : [-max, -min];
  const limit = bound === 'at most' ? value : -value;
  if (worst <= limit) return 'yes';
  return best > limit ? 'no' : 'unsure: the spread covers it';
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
