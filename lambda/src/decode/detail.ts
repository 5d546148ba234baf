/** How much there is to see in a picture. */
import type { PixelSize } from '../publish/rendition-sizes.ts';

/** Levels of 255 by which neighbours differ on average, below which a picture is taken for empty: black, white, a fade. */
const leastDetail = 1.2;
/** A picture that is nearly black all over, however much grain is in it. */
const leastBrightness = 12;

/**
 * The mean difference between neighbouring pixels, in levels of 255. Fading takes from it as it takes from contrast.
 * @param gray one byte a pixel, line by line.
 */
export function detailOf(gray: Uint8Array, { width, height }: PixelSize): number {
  let sum = 0;
  for (let y = 1; y < height; y += 1) {
    for (let x = 1; x < width; x += 1) {
      const at = y * width + x;
      const here = gray[at] ?? 0;
      sum += Math.abs(here - (gray[at - 1] ?? 0)) + Math.abs(here - (gray[at - width] ?? 0));
    }
  }
  return sum / Math.max(1, 2 * (width - 1) * (height - 1));
}

/** Whether there is nothing to see. */
export function isEmpty(gray: Uint8Array, size: PixelSize): boolean {
  const brightness = gray.reduce((sum, level) => sum + level, 0) / Math.max(1, gray.length);
  return brightness < leastBrightness || detailOf(gray, size) < leastDetail;
}
