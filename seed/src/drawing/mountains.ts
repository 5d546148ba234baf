/** Ridges behind ridges, with snow, mist, trees or a lake. */
import { newCanvas, vignette } from './canvas.ts';
import { mix } from './colour.ts';
import type { Scene } from './drawing.ts';
import { isDay, type Light, lightOf } from './light.ts';
import { noiseOf } from './noise.ts';
import { paintReflection } from './reflection.ts';
import { type Crest, makeCrest, paintRidges, plantConifers, type Ridge } from './ridges.ts';
import { paintClouds, paintSky, paintStars, paintSun } from './sky.ts';
import type { Random } from '../random.ts';

export const mountains: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const light = lightOf(random);
  const hasLake = random.chance(0.45);
  const horizon = hasLake ? random.between(0.56, 0.66) : random.between(0.58, 0.75);
  const sun = {
    x: canvas.width * random.between(0.2, 0.8),
    y: canvas.height * horizon * random.between(0.35, 0.72),
    radius: canvas.height * random.between(0.03, 0.055),
  };
  paintSky(canvas, light.sky, horizon);
  if (light.isNight) paintStars(canvas, random, 1500, horizon);
  paintSun(canvas, sun, light);
  paintClouds(canvas, noise, {
    colour: light.cloud,
    horizon: horizon * 1.05,
    amount: random.between(0.25, 0.75),
    stretch: random.between(3, 6),
  });
  const lightFrom = sun.x < canvas.width / 2 ? -1 : 1;
  const ridges = makeRidges({ canvas, noise, light, random, horizon });
  const nearest = ridges.at(-1);
  if (nearest && hasLake) {
    // The nearest ridge becomes the far shore.
    const shore = Math.min(0.86, horizon + 0.16);
    flatten(nearest.crest, (shore - 0.05) * canvas.height);
    const density = (u: number) => 0.55 + noise.at(u * 3, 9);
    plantConifers(canvas, random, nearest.crest, { size: 0.07, gap: 0.012, density });
    paintRidges(canvas, noise, lightFrom, ridges);
    paintReflection(canvas, noise, { shore, tint: mix(light.near, light.far, 0.35), share: 0.22 });
  } else {
    if (nearest && random.chance(0.7)) {
      const density = (u: number) => 0.5 + noise.at(u * 2.5, 4);
      plantConifers(canvas, random, nearest.crest, { size: 0.13, gap: 0.016, density });
    }
    paintRidges(canvas, noise, lightFrom, ridges);
  }
  vignette(canvas, 0.35);
  return { canvas, grain: 2.2, alt: `Mountains ${hasLake ? 'mirrored in a lake ' : ''}${light.when}` };
};

function flatten(crest: Crest, row: number): void {
  for (const [column, top] of crest.entries()) crest[column] = top * 0.35 + row * 0.65;
}

interface RidgeSetting {
  canvas: Parameters<typeof makeCrest>[0];
  noise: ReturnType<typeof noiseOf>;
  light: Light;
  random: Random;
  horizon: number;
}

function makeRidges({ canvas, noise, light, random, horizon }: RidgeSetting): Ridge[] {
  const count = random.whole(4, 6);
  const isSnowy = isDay(light) && random.chance(0.5);
  const frequency = random.between(0.9, 1.5);
  const height = random.between(0.2, 0.3);
  return Array.from({ length: count }, (_, index) => {
    const nearness = index / (count - 1);
    const crest = makeCrest(canvas, noise, index, {
      base: horizon - 0.06 + nearness * (0.94 - horizon) * 0.9,
      amplitude: height * (1 - nearness * 0.55),
      frequency: frequency * (1 + nearness * 0.3),
      octaves: 7,
      isSharp: nearness < 0.75,
    });
    return {
      crest,
      colour: mix(light.far, light.near, nearness ** 1.3),
      haze: light.haze,
      mistiness: 0.85 * (1 - nearness * 0.8),
      mistDepth: 0.3,
      relief: index === count - 1 ? 0 : 0.95 - 0.35 * nearness,
      ...(isSnowy && nearness < 0.5 && { snowLine: horizon - 0.1 + nearness * 0.04 }),
    };
  });
}
