/** Sand, half in the light and half in the shade. */
import { type Canvas, newCanvas, vignette } from './canvas.ts';
import { type Colour, hex, mix } from './colour.ts';
import type { Scene } from './drawing.ts';
import { lightOf } from './light.ts';
import { type Noise, noiseOf, smoothstep } from './noise.ts';
import { paintClouds, paintSky, paintStars, paintSun } from './sky.ts';

const sands: readonly (readonly [lit: string, shade: string])[] = [
  ['#f2b56b', '#8a3f2b'],
  ['#f6d2a2', '#a5653f'],
  ['#e88d67', '#5e2240'],
  ['#f3dfc1', '#9a7d6b'],
];

export const dunes: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const light = lightOf(random, ({ when }) => !/mist|moon/.test(when));
  const horizon = random.between(0.42, 0.55);
  paintSky(canvas, light.sky, horizon);
  if (light.when === 'in the blue hour') paintStars(canvas, random, 500, horizon * 0.8);
  const fromLeft = random.chance(0.5);
  const x = canvas.width * (fromLeft ? random.between(0.12, 0.35) : random.between(0.65, 0.88));
  paintSun(
    canvas,
    { x, y: canvas.height * horizon * random.between(0.4, 0.75), radius: canvas.height * 0.04 },
    light,
  );
  paintClouds(canvas, noise, { colour: light.cloud, horizon, amount: 0.3, stretch: 5 });
  const [lit, shade] = random.pick(sands);
  const count = random.whole(4, 5);
  for (let index = 0; index < count; index += 1) {
    const nearness = index / (count - 1);
    paintDune(canvas, noise, {
      lit: mix(hex(lit), light.haze, 0.55 * (1 - nearness)),
      shade: mix(mix(hex(shade), light.near, 0.35), light.haze, 0.6 * (1 - nearness)),
      base: horizon + nearness ** 1.2 * 0.36,
      amplitude: 0.05 + 0.1 * nearness,
      nearness,
      fromLeft,
      place: index * 5.3 + random.next(),
    });
  }
  vignette(canvas, 0.3);
  return { canvas, grain: 3, alt: `Sand dunes ${light.when}` };
};

interface Dune {
  lit: Colour;
  shade: Colour;
  base: number;
  amplitude: number;
  nearness: number;
  fromLeft: boolean;
  place: number;
}

function paintDune({ width, height, pixels }: Canvas, noise: Noise, dune: Dune): void {
  const { lit, shade, base, amplitude, nearness, fromLeft, place } = dune;
  const frequency = 1.25 - 0.45 * nearness;
  const rise = (u: number) => {
    const value = noise.at(u * frequency + place * 3.1, place);
    // A slip face falls off steeper than the side that the wind climbs.
    return value + 0.35 * (1 - Math.abs(noise.at(u * frequency * 0.8 + place, place + 9)));
  };
  const crest = Float32Array.from(
    { length: width + 1 },
    (_, column) => (base - amplitude * rise(column / height)) * height,
  );
  const highest = crest.reduce((least, row) => Math.min(least, row), height);
  const side = fromLeft ? 1 : -1;
  const slopes = tableOf(-2, 6, (u) => (rise(u + 0.012) - rise(u - 0.012)) * side);
  for (let row = Math.max(0, Math.floor(highest) - 1); row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const top = crest[column] ?? 0;
      if (row < top - 1) continue;
      const edge = Math.min(1, row + 1 - top);
      const depth = (row - top) / height;
      const u = column / height;
      // The spine between light and shade wanders down from each top.
      const lean = u + side * depth * 1.5 + noise.at(depth * 5 + place, u * 1.5) * 0.05 * (1 + depth);
      const shadow = smoothstep(-0.012, 0.02, -slopes(lean)) * (1 - smoothstep(0.1, 0.5, depth) * 0.55);
      const ripples =
        Math.sin(
          (depth * (130 - 60 * nearness) + noise.fractal(u * 3, depth * 4 + place, 2) * 9) *
            (0.7 + 0.5 * nearness),
        ) *
        0.07 *
        smoothstep(0.01, 0.08, depth) *
        nearness;
      const share = Math.min(1, Math.max(0, shadow * 0.92 + ripples + depth * 0.25));
      const rim = Math.max(0, 1 - depth * 110) * 0.35 * (1 - shadow);
      const at = (row * width + column) * 3;
      for (let part = 0; part < 3; part += 1) {
        const value = (lit[part] ?? 0) + ((shade[part] ?? 0) - (lit[part] ?? 0)) * share;
        const bright = value + (255 - value) * rim;
        pixels[at + part] = (pixels[at + part] ?? 0) * (1 - edge) + bright * edge;
      }
    }
  }
}

/** A function of one number, computed beforehand. */
function tableOf(from: number, to: number, compute: (value: number) => number): (value: number) => number {
  const steps = 4096;
  const table = Float32Array.from({ length: steps + 1 }, (_, step) =>
    compute(from + ((to - from) * step) / steps),
  );
  return (value) => table[Math.round(((value - from) / (to - from)) * steps)] ?? 0;
}
