/** The bytes of one part: `start` inclusive, `end` exclusive. Parts count from 1; only the last is shorter. */
export function partRange(
  partNumber: number,
  partSize: number,
  fileSize: number,
): { start: number; end: number } {
  const start = (partNumber - 1) * partSize;
  return { start, end: Math.min(start + partSize, fileSize) };
}

export function missingParts(partCount: number, stored: ReadonlyMap<number, unknown>): number[] {
  return Array.from({ length: partCount }, (_, index) => index + 1).filter((number) => !stored.has(number));
}
