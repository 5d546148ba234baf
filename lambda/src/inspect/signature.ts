/**
 * What a signature consists of, as data: the search compiles it to a regular expression, and the test computes from
 * it how often it would be met with by chance (lambda/test/inspect/chance.ts).
 */

export type Pattern =
  /** One byte out of `values`. */
  | { readonly kind: 'byte'; readonly values: readonly number[] }
  /** From `min` to `max` bytes, each out of `values`; as few as will do. */
  | { readonly kind: 'run'; readonly values: readonly number[]; readonly min: number; readonly max: number }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] };

export interface Signature {
  /** With its article, for people. */
  readonly name: string;
  /** Begins with two bytes of which few are possible. */
  readonly pattern: Pattern;
  /** What must stand where the fields of the first part point to. */
  readonly pointed?: {
    readonly at: (bytes: Uint8Array, at: number) => number;
    readonly pattern: Pattern;
  };
  /** What must come anywhere behind it in the stretch, such as the tag that closes an element. */
  readonly later?: Pattern;
  /** A calculation whose result must be right; by chance that happens once in 2 to the power of `bits`. */
  readonly proof?: { readonly bits: number; readonly holds: (bytes: Uint8Array, at: number) => boolean };
}

/** The codes of characters that are one byte each. */
const codes = (characters: string): number[] => [...Buffer.from(characters, 'latin1')];

export const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

export const byte = (...values: number[]): Pattern => ({ kind: 'byte', values });
export const sequence = (...parts: (Pattern | string)[]): Pattern => ({
  kind: 'sequence',
  parts: parts.map(patternOf),
});
export const choice = (...options: (Pattern | string)[]): Pattern => ({
  kind: 'choice',
  options: options.map(patternOf),
});
export const run = (values: readonly number[], min: number, max: number): Pattern => ({
  kind: 'run',
  values,
  min,
  max,
});

const allBytes = range(0, 255);
/** `count` bytes of whatever value. */
export const skip = (count: number): Pattern => run(allBytes, count, count);
/** One of these characters. */
export const oneOf = (characters: string): Pattern => byte(...codes(characters));
/** Exactly these characters, one byte each. */
export const exact = (characters: string): Pattern =>
  sequence(...codes(characters).map((code) => byte(code)));
/** These characters, their letters large or small. */
export const word = (characters: string): Pattern => {
  const [small, large] = [codes(characters.toLowerCase()), codes(characters.toUpperCase())];
  return sequence(...small.map((code, index) => byte(...new Set([code, large[index] ?? code]))));
};

function patternOf(pattern: Pattern | string): Pattern {
  return typeof pattern === 'string' ? exact(pattern) : pattern;
}

export const blanks = codes('\t\n\v\f\r ');
/** What text in ASCII consists of. */
export const textBytes = [...codes('\t\n\r'), ...range(0x20, 0x7e)];
/** The same without angle brackets, as within a tag. */
export const tagBytes = textBytes.filter((code) => code !== 0x3c && code !== 0x3e);

/** The source of a regular expression over text with one character a byte. */
export function sourceOf(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'byte':
      return classOf(pattern.values);
    case 'run':
      return `${classOf(pattern.values)}{${String(pattern.min)},${String(pattern.max)}}?`;
    case 'sequence':
      return pattern.parts.map(sourceOf).join('');
    case 'choice':
      return `(?:${pattern.options.map(sourceOf).join('|')})`;
  }
}

const escaped = (code: number): string => `\\x${code.toString(16).padStart(2, '0')}`;

function classOf(values: readonly number[]): string {
  if (values.length === 256) return '[^]';
  return values.length === 1 ? escaped(values[0] ?? 0) : `[${values.map(escaped).join('')}]`;
}

/** Every pair of bytes that the pattern can begin with, as first × 256 + second. */
export function beginningsOf(pattern: Pattern): number[] {
  return firstBytes(pattern, 2).flatMap(([first = allBytes, second = allBytes]) =>
    first.flatMap((high) => second.map((low) => high * 256 + low)),
  );
}

/** The sets of the first `wanted` bytes, for each way in which the pattern can begin. */
function firstBytes(pattern: Pattern, wanted: number): (readonly number[])[][] {
  if (wanted === 0) return [[]];
  switch (pattern.kind) {
    case 'byte':
      return [[pattern.values]];
    case 'run':
      return [Array.from({ length: Math.min(pattern.min, wanted) }, () => pattern.values)];
    case 'choice':
      return pattern.options.flatMap((option) => firstBytes(option, wanted));
    case 'sequence': {
      let ways: (readonly number[])[][] = [[]];
      for (const part of pattern.parts) {
        if (ways.every((way) => way.length >= wanted)) break;
        ways = ways.flatMap((way) =>
          way.length >= wanted
            ? [way]
            : firstBytes(part, wanted - way.length).map((more) => [...way, ...more]),
        );
      }
      return ways;
    }
  }
}
