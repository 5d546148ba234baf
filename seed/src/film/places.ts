/** Landscapes in which something moves. */
import { disc, dot, glow, newCanvas } from '../drawing/canvas.ts';
import { city } from '../drawing/city.ts';
import { hex } from '../drawing/colour.ts';
import { lightOf } from '../drawing/light.ts';
import { mountains } from '../drawing/mountains.ts';
import { noiseOf } from '../drawing/noise.ts';
import { makeSystem, paintSpace, paintSystem } from '../drawing/planet.ts';
import { paintIslands, paintWater } from '../drawing/sea.ts';
import { paintClouds, paintSky, paintStars, paintSun } from '../drawing/sky.ts';
import { drawOver, type FilmScene, stillOf, tall, wide } from './film-scene.ts';

export const waves: FilmScene = (random) => {
  const still = newCanvas(wide);
  const noise = noiseOf(random);
  const light = lightOf(random, ({ when }) => !/mist|day/.test(when));
  const horizon = random.between(0.58, 0.66);
  const radius = wide.height * 0.06;
  const sun = {
    x: wide.width * random.between(0.3, 0.7),
    y: wide.height * horizon - radius * random.between(0.3, 2),
    radius,
  };
  paintSky(still, light.sky, horizon);
  if (light.isNight) paintStars(still, random, 1500, horizon);
  paintSun(still, sun, light);
  paintClouds(still, noise, { colour: light.cloud, horizon, amount: 0.7, stretch: 6 });
  paintIslands(still, noise, light, horizon, 0.05);
  const framesPerSecond = 15;
  const frames = drawOver(still, 48, (canvas, index) =>
    paintWater(canvas, noise, light, { horizon, sun, shift: index * 0.035 }),
  );
  return { ...wide, framesPerSecond, frames, alt: `Waves ${light.when}` };
};

export const orbit: FilmScene = (random) => {
  const system = makeSystem(wide, random);
  const still = newCanvas(wide);
  const noise = noiseOf(random);
  paintSpace(still, noise, random, system);
  const framesPerSecond = 20;
  const count = 72;
  const frames = drawOver(still, count, (canvas, index) => {
    paintSystem(canvas, noise, system, {
      turn: index * 0.012,
      moonAngle: 3.4 + (index / count) * 2 * Math.PI,
    });
  });
  return { ...wide, framesPerSecond, frames, alt: 'A moon on its way round a planet' };
};

export const snowfall: FilmScene = (random) => {
  const size = random.chance(0.4) ? tall : wide;
  const { canvas: still, alt } = stillOf(mountains, size, random);
  const { width, height } = size;
  const framesPerSecond = 20;
  const seconds = 3.2;
  const flakes = Array.from({ length: 110 }, () => {
    const near = random.next() ** 2;
    // Whole rounds within the film, so that it loops without a jump.
    const rounds = near > 0.5 ? 2 : 1;
    return {
      x: random.next() * width,
      y: random.next(),
      near,
      rounds,
      sway: random.between(4, 14),
      phase: random.next() * 6,
    };
  });
  const frames = drawOver(still, Math.round(framesPerSecond * seconds), (canvas, index) => {
    const time = index / framesPerSecond / seconds;
    for (const { x, y, near, rounds, sway, phase } of flakes) {
      const left = x + Math.sin(time * 2 * Math.PI + phase) * sway;
      const down = ((y + time * rounds) % 1) * (height + 20) - 10;
      disc(canvas, left, down, 0.9 + near * 2.4, [255, 255, 255], 0.5 + 0.4 * near);
    }
  });
  return {
    ...size,
    framesPerSecond,
    frames,
    alt: `Snow falling: ${alt.charAt(0).toLowerCase()}${alt.slice(1)}`,
  };
};

export const windows: FilmScene = (random) => {
  const { canvas: still, alt } = stillOf(city, wide, random);
  const framesPerSecond = 12;
  const colours = ['#ffd98a', '#fff3d6', '#ffb35c'].map(hex);
  // Boats, each with its own light and course.
  const boats = Array.from({ length: 5 }, (_, index) => ({
    y: wide.height * (0.84 + index * 0.03),
    from: random.next() * wide.width,
    speed: random.between(8, 30) * (random.chance(0.5) ? 1 : -1),
    colour: random.pick(colours),
  }));
  const plane = { from: -40, speed: 150, y: wide.height * random.between(0.1, 0.25) };
  const frames = drawOver(still, 60, (canvas, index) => {
    const time = index / framesPerSecond;
    for (const { y, from, speed, colour } of boats) {
      const x = (((from + speed * time) % wide.width) + wide.width) % wide.width;
      glow(canvas, x, y, 12, colour, 0.9);
      disc(canvas, x, y, 1.4, colour);
      for (let below = 3; below < 26; below += 2)
        dot(canvas, x + Math.sin(below + time * 5) * 1.6, y + below, colour, 0.5 - below / 55);
    }
    const x = plane.from + plane.speed * time;
    if (index % 6 < 3) glow(canvas, x, plane.y, 9, [255, 90, 80], 1);
    dot(canvas, x, plane.y, [255, 255, 255], 1);
  });
  return { ...wide, framesPerSecond, frames, alt: alt.replace('A city', 'Boats passing a city') };
};
