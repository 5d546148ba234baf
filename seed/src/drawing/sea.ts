/** The sea at a low sun, with a path of glitter. */
import { type Canvas, newCanvas, vignette } from './canvas.ts';
import { mix, type Ramp, rampOffset } from './colour.ts';
import type { Scene } from './drawing.ts';
import { type Light, lightOf } from './light.ts';
import { type Noise, noiseOf, smoothstep } from './noise.ts';
import { makeCrest, paintRidges } from './ridges.ts';
import { paintClouds, paintSky, paintStars, paintSun, type Sun } from './sky.ts';

export const sea: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const light = lightOf(random);
  const horizon = random.between(0.48, 0.62);
  const radius = canvas.height * random.between(0.035, 0.07);
  const sun = {
    x: canvas.width * random.between(0.25, 0.75),
    y: horizon * canvas.height - radius * random.between(0.2, 3.2),
    radius,
  };
  paintSky(canvas, light.sky, horizon);
  if (light.isNight) paintStars(canvas, random, 1400, horizon);
  paintSun(canvas, sun, light);
  paintClouds(canvas, noise, {
    colour: light.cloud,
    horizon,
    amount: random.between(0.4, 0.95),
    stretch: random.between(4, 8),
  });
  if (random.chance(0.6)) paintIslands(canvas, noise, light, horizon, random.between(0.02, 0.07));
  paintWater(canvas, noise, light, { horizon, sun, shift: 0 });
  vignette(canvas, 0.35);
  return { canvas, grain: 2.2, alt: `The sea ${light.when}` };
};

export function paintIslands(
  canvas: Canvas,
  noise: Noise,
  light: Light,
  horizon: number,
  amplitude: number,
): void {
  const islands = [0, 1].map((index) => ({
    crest: makeCrest(canvas, noise, index + 20, {
      base: horizon + 0.022 - index * 0.004,
      amplitude: amplitude * (1 - index * 0.4),
      frequency: 1.3,
      octaves: 6,
      isSharp: index === 0,
    }),
    colour: mix(light.far, light.near, 0.15 + index * 0.4),
    haze: light.haze,
    mistiness: 0.7,
    mistDepth: 0.12,
    relief: 0.3,
  }));
  paintRidges(canvas, noise, -1, islands);
}

/** `shift` moves the waves, for films. */
export function paintWater(
  canvas: Canvas,
  noise: Noise,
  light: Light,
  { horizon, sun, shift }: { horizon: number; sun: Sun; shift: number },
): void {
  const { width, height, pixels } = canvas;
  const first = Math.round(horizon * height);
  const deep = mix(light.near, light.far, 0.3);
  const { sky }: { sky: Ramp } = light;
  for (let row = first; row < height; row += 1) {
    const depth = (row + 0.5 - first) / (height - first);
    // Perspective: rows near the horizon hold much more water than those at our feet.
    const distance = 1 / (depth + 0.035);
    const pathWidth = (0.045 + 0.3 * depth) * height;
    for (let column = 0; column < width; column += 1) {
      const x = ((column - width / 2) / height) * distance;
      const swell = noise.fractal(x * 0.6 + shift * 0.25, distance * 2.3 + shift, 4);
      // Far away, wavelets are too small to be seen.
      const wavelets =
        noise.fractal(x * 3.6 - shift * 0.6, distance * 13 + shift * 3, 3) * Math.min(1, depth * 3);
      const tilt = swell * 1.1 + wavelets * 0.5;
      // Waves turned to us show the deep, those turned away the sky.
      const mirrored = 1 - Math.min(1, Math.max(0, depth * 0.75 + tilt * 0.3));
      const seen = rampOffset(sky, mirrored);
      const share = 0.28 + 0.5 * depth - tilt * 0.3;
      const dark = Math.min(0.92, Math.max(0.1, share));
      const away = (column + 0.5 - sun.x) / pathWidth;
      const path =
        Math.exp(-away * away) *
        smoothstep(0.12 + 0.24 * depth, 0.5, tilt + wavelets * 0.5 * depth + 0.32 * (1 - depth));
      const sheen = 0.16 * Math.exp(-away * away * 0.25) * (1 - depth);
      const bright = Math.min(1, path * (0.95 - 0.5 * depth) + sheen);
      const at = (row * width + column) * 3;
      for (let part = 0; part < 3; part += 1) {
        const reflected = sky.table[seen + part] ?? 0;
        const water = reflected + ((deep[part] ?? 0) - reflected) * dark;
        pixels[at + part] = water + ((light.sun[part] ?? 0) - water) * bright;
      }
    }
  }
}
