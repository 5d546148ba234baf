/** How what is published differs from its source, both as Chromium shows and plays them. */
import type { Seen } from './look-in-chromium.ts';

/** Mean of a part's colour, of 255; what WebP and a smaller size lose. */
const colourTolerance = 12;
/** A frame of film and 50 ms, and an encoder's delay of sound. */
const secondsTolerance = 0.12;
/** Thousandths of full loudness. */
const loudnessTolerance = 25;

/** One sentence for each difference. `item` is what the API says of it. */
export function publishedDifferences(
  source: Seen,
  published: Seen,
  item: { readonly width: number | null; readonly height: number | null },
): string[] {
  if (!published.whole) return ['what is published is not shown whole'];
  const differences: string[] = [];
  const differ = (what: string, before: unknown, after: unknown) =>
    differences.push(`${what} ${String(before)}, published ${String(after)}`);
  if (source.width !== undefined && (source.width !== item.width || source.height !== item.height)) {
    differ(
      'size',
      `${String(source.width)} × ${String(source.height)}`,
      `${String(item.width)} × ${String(item.height)}`,
    );
  }
  if (source.frames !== published.frames) differ('frames', source.frames, published.frames);
  // What headers say is no length of a recording that is heard: some files end long before.
  const length = ({ soundSeconds, seconds }: Seen) => soundSeconds ?? seconds;
  if (differInSeconds(length(source), length(published)))
    differ('seconds', length(source), length(published));
  const colours = greatestDifference(source.pictures?.map(bytesOf), published.pictures?.map(bytesOf));
  if (colours > colourTolerance) differ('colours of a part differ by', 0, Math.round(colours));
  const parts = partsOf(source.soundSeconds ?? 0);
  const loudness = greatestDifference(inParts(source.sound, parts), inParts(published.sound, parts));
  if (loudness > loudnessTolerance) differ('loudness of a part differs by', 0, loudness);
  return differences;
}

/** A stream whose length nobody knows beforehand has none to compare. */
const differInSeconds = (before: number | undefined, after: number | undefined): boolean =>
  before !== undefined && (after === undefined || Math.abs(before - after) > secondsTolerance);

/** A part lasts a fifth of a second at least, so that an encoder's delay does not move sound from one to the next. */
const partsOf = (seconds: number): number => [20, 10, 5, 4, 2].find((parts) => seconds / parts >= 0.2) ?? 1;

/** Root mean squares of so many parts out of those of twenty. */
function inParts(loudness: readonly number[] | undefined, parts: number): number[][] | undefined {
  if (!loudness) return undefined;
  const each = loudness.length / parts;
  const meanOf = (values: readonly number[]) =>
    Math.round(Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length));
  return [Array.from({ length: parts }, (_, part) => meanOf(loudness.slice(part * each, (part + 1) * each)))];
}

const bytesOf = (text: string): readonly number[] => [...Buffer.from(text, 'base64')];

function greatestDifference(
  before: readonly (readonly number[])[] | undefined,
  after: readonly (readonly number[])[] | undefined,
): number {
  if (!before && !after) return 0;
  if (before?.length !== after?.length) return Infinity;
  const differences = (before ?? []).flatMap((values, index) =>
    values.map((value, at) => Math.abs(value - (after?.[index]?.[at] ?? Infinity))),
  );
  return Math.max(0, ...differences);
}
