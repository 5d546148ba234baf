/** How often bytes look like a signature by chance: computed from the signature itself. */
import type { Pattern, Signature } from '../../src/inspect/signature.ts';

/** The probability that one byte is among `values`. */
export type Source = (values: readonly number[]) => number;

export const randomBytes: Source = (values) => values.length / 256;

/**
 * Compressed bytes are nearly random: none is met with more than two and a half times as often as by chance, but for
 * 00 and FF, which stuff and pad; and a set is at most half way between its share and certainty. The spec measures
 * that of what the noise is made of.
 */
export const compressedBytes: Source = (values) => {
  const each = values.reduce((sum, value) => sum + (value === 0 || value === 255 ? 1 / 16 : 1 / 100), 0);
  return Math.min(each, (1 + values.length / 256) / 2);
};

/** Samples of sound or pixels lie in a band: here each value of it is as likely. */
export const bandOf =
  (lowest: number, highest: number): Source =>
  (values) =>
    values.filter((value) => value >= lowest && value <= highest).length / (highest - lowest + 1);

/** The chance that a match begins at a given byte, and at most that: the ways to match are added up. */
function chanceOfPattern(pattern: Pattern, source: Source): number {
  switch (pattern.kind) {
    case 'byte':
      return source(pattern.values);
    case 'run': {
      let sum = 0;
      for (let count = pattern.min; count <= pattern.max; count += 1) sum += source(pattern.values) ** count;
      return sum;
    }
    case 'sequence':
      return pattern.parts.reduce((product, part) => product * chanceOfPattern(part, source), 1);
    case 'choice':
      return pattern.options.reduce((sum, option) => sum + chanceOfPattern(option, source), 0);
  }
}

export function chanceOf(signature: Signature, source: Source, stretchBytes: number): number {
  const { pattern, pointed, later, proof } = signature;
  return (
    chanceOfPattern(pattern, source) *
    (pointed ? chanceOfPattern(pointed.pattern, source) : 1) *
    (later ? Math.min(1, chanceOfPattern(later, source) * stretchBytes) : 1) *
    2 ** -(proof?.bits ?? 0)
  );
}
