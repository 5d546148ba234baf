/** Values that have broken other programs. None of the texts matches what `answer-faults.ts` takes for a leak. */

export const hostileTexts = {
  sql: `'; DROP TABLE media; --`,
  nul: 'before\0after',
  traversal: '../../../../etc/passwd',
  huge: 'x'.repeat(5000),
  surrogate: 'broken \ud800 pair',
} as const;
export type HostileText = keyof typeof hostileTexts;

/** As arrays in arrays; deeper than any recursion over the body may go. */
export function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
}

export const valuesOfWrongTypes: readonly unknown[] = [
  7,
  -1,
  0.5,
  1e308,
  true,
  'text',
  '',
  [],
  ['text'],
  [[1]],
  {},
  { $ne: null },
  { toString: 'text' },
  nested(500),
];
