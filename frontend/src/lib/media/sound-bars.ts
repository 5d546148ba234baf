/** How a waveform is drawn. */

/** Per cent of the height that silence has, and what nobody has measured yet. */
const leastHeight = 8;

/**
 * Heights of `count` bars in per cent, the loudest moment as high as there is room; all alike where nothing is known.
 *
 * @param peaks a byte for each moment, in base64
 */
export function barHeights(peaks: string | null, count: number): number[] {
  const levels = peaks === null ? undefined : decode(peaks);
  const loudest = Math.max(1, ...(levels ?? []));
  return Array.from({ length: count }, (_, index) => {
    if (!levels) return leastHeight;
    const from = Math.floor((index * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count));
    const level = Math.max(0, ...levels.slice(from, to));
    return leastHeight + Math.round(((100 - leastHeight) * level) / loudest);
  });
}

/** Undefined for what is no base64. */
function decode(peaks: string): number[] | undefined {
  try {
    return Array.from(atob(peaks), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
