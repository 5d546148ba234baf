/** Skies with sun or moon, clouds and stars. Lengths are in picture heights where nothing else is said. */
import { type Canvas, cover, disc, dot, glow } from './canvas.ts';
import { type Colour, hex, type Ramp, rampOffset } from './colour.ts';
import type { Light } from './light.ts';
import { bilinear, type Noise, smoothstep } from './noise.ts';
import type { Random } from '../random.ts';

/** Fills rows from the top down to `horizon` (a share of the height) with the ramp, and below it with its end. */
export function paintSky({ width, height, pixels }: Canvas, ramp: Ramp, horizon: number): void {
  for (let row = 0; row < height; row += 1) {
    const from = rampOffset(ramp, row / height / horizon);
    for (let column = 0; column < width; column += 1) {
      const at = (row * width + column) * 3;
      pixels[at] = ramp.table[from] ?? 0;
      pixels[at + 1] = ramp.table[from + 1] ?? 0;
      pixels[at + 2] = ramp.table[from + 2] ?? 0;
    }
  }
}

export interface Sun {
  /** Pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export function paintSun(canvas: Canvas, { x, y, radius }: Sun, light: Light): void {
  glow(canvas, x, y, canvas.height * 1.1, light.sun, light.isNight ? 0.28 : 0.5);
  glow(canvas, x, y, radius * 6, light.sun, light.isNight ? 0.35 : 0.55);
  disc(canvas, x, y, radius, light.sun);
  if (light.isNight) paintCraters(canvas, { x, y, radius });
}

function paintCraters(canvas: Canvas, { x, y, radius }: Sun): void {
  const shade = hex('#b9bcb4');
  const seas = [
    [-0.3, -0.25, 0.32],
    [0.22, -0.38, 0.22],
    [0.3, 0.1, 0.26],
    [-0.2, 0.35, 0.2],
  ] as const;
  for (const [dx, dy, size] of seas) {
    disc(canvas, x + dx * radius, y + dy * radius, size * radius, shade, 0.35);
    disc(canvas, x + (dx + 0.06) * radius, y + (dy - 0.05) * radius, size * radius * 0.6, shade, 0.25);
  }
}

/** Long thin clouds from the top to `horizon`; `amount` 0 to 1. */
export function paintClouds(
  canvas: Canvas,
  noise: Noise,
  options: { colour: Colour; horizon: number; amount: number; stretch: number },
): void {
  const { width, height } = canvas;
  const { colour, horizon, amount, stretch } = options;
  const bottom = Math.floor(horizon * height);
  // Clouds are soft: every fourth row and column says enough.
  const step = 4;
  const columns = Math.ceil(width / step) + 1;
  const rows = Math.ceil(bottom / step) + 1;
  const coarse = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    const v = (row * step) / height;
    // Farther clouds, lower in the sky, look smaller and flatter.
    const flatness = stretch * (1 + 3 * (v / horizon));
    for (let column = 0; column < columns; column += 1) {
      const u = (column * step) / height;
      const bend = noise.fractal(u * 1.1 + 3.7, v * flatness * 0.7, 3);
      const value = noise.fractal(u * 1.6 + bend * 0.8, v * flatness + 40, 5);
      const fade = smoothstep(0, 0.18, v) * (1 - smoothstep(horizon * 0.92, horizon, v));
      coarse[row * columns + column] = smoothstep(0.34 - amount * 0.5, 0.75 - amount * 0.35, value) * fade;
    }
  }
  for (let row = 0; row < bottom; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const share = bilinear(coarse, columns, column / step, row / step);
      if (share > 0.003) cover(canvas, (row * width + column) * 3, colour, share * 0.85);
    }
  }
}

const starColours = ['#ffffff', '#cfe0ff', '#fff1d6', '#ffe0c2', '#dfe8ff'].map(hex);

/** `density` stars per square picture height, most of them faint; `reach` is the lowest, as a share of the height. */
export function paintStars(canvas: Canvas, random: Random, density: number, reach: number): void {
  const { width, height } = canvas;
  const count = Math.round(density * (width / height) * reach);
  const scale = height / 1000;
  for (let star = 0; star < count; star += 1) {
    const x = random.next() * width;
    const y = random.next() * height * reach;
    // Each magnitude has about three times as many stars as the next brighter one.
    const brightness = Math.min(1, 0.14 / (0.12 + random.next()) ** 1.1 / 2.2);
    const fade = 1 - smoothstep(reach * 0.6, reach, y / height);
    const colour = random.pick(starColours);
    if (brightness > 0.4) {
      glow(canvas, x, y, (3 + 7 * brightness) * scale, colour, brightness * fade * 0.7);
      disc(canvas, x, y, (0.6 + 0.8 * brightness) * scale, colour, fade);
    } else dot(canvas, x, y, colour, brightness * 1.8 * fade);
  }
}
