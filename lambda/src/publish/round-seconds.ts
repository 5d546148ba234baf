/** To a microsecond: sums of fractions have more digits than sense. */
export const roundSeconds = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
