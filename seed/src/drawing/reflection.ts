import { type Canvas, shine } from './canvas.ts';
import type { Colour } from './colour.ts';
import type { Noise } from './noise.ts';

/** Still water from the row `shore` (a share of the height) down: what stands above it, upside down and rippled. */
export function paintReflection(
  canvas: Canvas,
  noise: Noise,
  { shore, tint, share }: { shore: number; tint: Colour; share: number },
): void {
  const { width, height, pixels } = canvas;
  const first = Math.floor(shore * height);
  for (let row = first; row < height; row += 1) {
    const depth = (row - first) / (height - first);
    // Ripples are long and thin far away, and grow towards the viewer.
    const v = 26 * Math.sqrt(depth + 0.004);
    const swing = (0.0012 + 0.012 * depth) * height;
    const tinted = Math.min(1, share + 0.35 * depth);
    for (let column = 0; column < width; column += 1) {
      const u = column / height;
      const ripple = noise.fractal(u * (9 - 5 * depth), v, 2);
      const mirrored = Math.max(0, Math.min(first - 1, 2 * first - row - 1 + Math.round(ripple * swing * 3)));
      const beside = Math.max(0, Math.min(width - 1, column + Math.round(ripple * swing)));
      const from = (mirrored * width + beside) * 3;
      const at = (row * width + column) * 3;
      const glint = ripple > 0.32 ? (ripple - 0.32) * 40 * (1 - depth) : 0;
      for (let part = 0; part < 3; part += 1) {
        const seen = pixels[from + part] ?? 0;
        pixels[at + part] = seen + ((tint[part] ?? 0) - seen) * tinted + glint;
      }
    }
  }
  const line: Colour = [255, 255, 255];
  for (let column = 0; column < width; column += 1) shine(canvas, (first * width + column) * 3, line, 0.12);
}
