/** Short films. Most of each picture stands still: see `h264.ts` for why. */
import { type Canvas, disc, dot, glow, newCanvas, type Size } from '../drawing/canvas.ts';
import { city, cityAtNight } from '../drawing/city.ts';
import { brightness, type Colour, hex, rampColour, rampOf } from '../drawing/colour.ts';
import { lightOf } from '../drawing/light.ts';
import { mountains } from '../drawing/mountains.ts';
import { noiseOf } from '../drawing/noise.ts';
import { palettes } from '../drawing/palettes.ts';
import { makeSystem, paintSpace, paintSystem } from '../drawing/planet.ts';
import { paintClouds, paintSky, paintStars, paintSun } from '../drawing/scenery.ts';
import { paintIslands, paintWater } from '../drawing/sea.ts';
import type { Random } from '../random.ts';
import type { Film } from './write-film.ts';

export type FilmScene = (random: Random) => Film & { readonly alt: string };

const wide: Size = { width: 640, height: 360 };
const tall: Size = { width: 360, height: 640 };
const square: Size = { width: 304, height: 304 };

/** Frame after frame on one canvas that begins as a copy of `still`. */
function* drawOver(
  still: Canvas,
  count: number,
  draw: (canvas: Canvas, index: number) => void,
): Generator<Canvas> {
  const canvas = newCanvas(still);
  for (let index = 0; index < count; index += 1) {
    canvas.pixels.set(still.pixels);
    draw(canvas, index);
    yield canvas;
  }
}

function stillOf(scene: typeof city, size: Size, random: Random): { canvas: Canvas; alt: string } {
  const drawing = scene(size, random);
  if (!('canvas' in drawing)) throw new TypeError('Films are drawn over pixels');
  return drawing;
}

interface Spark {
  x: number;
  y: number;
  speedX: number;
  speedY: number;
  /** Seconds. */
  from: number;
  life: number;
  colour: Colour;
}

export const fireworks: FilmScene = (random) => {
  const size = random.chance(0.5) ? tall : wide;
  const framesPerSecond = 24;
  const count = 84;
  const { width, height } = size;
  const still = stillOf(cityAtNight, size, random);
  const unit = Math.min(width, height);
  const sparks: Spark[] = [];
  for (let burst = 0; burst < 11; burst += 1) {
    const colours = random.pick(palettes).colours.slice(1);
    const x = width * random.between(0.2, 0.8);
    const y = height * random.between(0.14, 0.45);
    const from = -0.65 + burst * 0.36;
    const force = unit * random.between(0.8, 1.25);
    for (let spark = 0; spark < 170; spark += 1) {
      const angle = random.next() * 2 * Math.PI;
      const speed = force * Math.sqrt(random.between(0.25, 1));
      const colour = random.pick(colours);
      const life = random.between(0.8, 1.5);
      sparks.push({
        x,
        y,
        speedX: Math.cos(angle) * speed,
        speedY: Math.sin(angle) * speed,
        from,
        life,
        colour,
      });
    }
  }
  const frames = drawOver(still.canvas, count, (canvas, index) => {
    for (const spark of sparks) paintSpark(canvas, spark, index / framesPerSecond, unit);
  });
  return { ...size, framesPerSecond, frames, alt: 'Fireworks over the city' };
};

function paintSpark(canvas: Canvas, spark: Spark, time: number, unit: number): void {
  const age = time - spark.from;
  if (age < 0 || age > spark.life) return;
  const fade = 1 - age / spark.life;
  // Air slows a spark down, and it falls.
  const place = (moment: number) => {
    const travelled = (1 - Math.exp(-2.6 * moment)) / 2.6;
    return {
      x: spark.x + spark.speedX * travelled,
      y: spark.y + spark.speedY * travelled + unit * 0.09 * moment * moment,
    };
  };
  for (let trail = 0; trail < 7; trail += 1) {
    const { x, y } = place(Math.max(0, age - trail * 0.022));
    dot(canvas, x, y, spark.colour, fade * (1 - trail / 7));
  }
  const { x, y } = place(age);
  glow(canvas, x, y, unit * 0.022, spark.colour, fade * 0.9);
}

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

export const bloom: FilmScene = (random) => {
  const palette = random.pick(palettes);
  const ramp = rampOf([...palette.colours, palette.colours[0] ?? palette.ink]);
  const still = newCanvas(square);
  const dark = rampColour(rampOf([palette.ink, [6, 6, 16]]), 0.75);
  for (let at = 0; at < still.pixels.length; at += 3) still.pixels.set(dark, at);
  const framesPerSecond = 20;
  const count = 60;
  const seeds = 420;
  const golden = Math.PI * (3 - Math.sqrt(5));
  const frames = drawOver(still, count, (canvas, index) => {
    const time = (index / count) * 2 * Math.PI;
    for (let seed = 1; seed < seeds; seed += 1) {
      const share = Math.sqrt(seed / seeds);
      const angle = seed * golden + 0.35 * Math.sin(time - share * 4);
      const radius = share * square.width * (0.44 + 0.025 * Math.sin(time + share * 9));
      const x = square.width / 2 + Math.cos(angle) * radius;
      const y = square.height / 2 + Math.sin(angle) * radius;
      const swell = 0.62 + 0.38 * Math.sin(share * 14 - time * 2);
      const colour = rampColour(ramp, (share + index / count) % 1);
      disc(canvas, x, y, square.width * 0.011 * (0.55 + swell), colour);
    }
  });
  return { ...square, framesPerSecond, frames, alt: `A flower of lights breathing, ${palette.name}` };
};

/** Rings from three places, crossing each other. */
export const ripples: FilmScene = (random) => {
  const palette = random.pick(palettes.filter(({ name }) => /glass|sky|peach|rose|neon/.test(name)));
  const byBrightness = [palette.ink, ...palette.colours, palette.paper].sort(
    (a, b) => brightness(a) - brightness(b),
  );
  const ramp = rampOf(byBrightness);
  const still = newCanvas(square);
  const { width, height } = square;
  const sources = Array.from({ length: 3 }, () => ({
    x: random.between(0.1, 0.9) * width,
    y: random.between(0.1, 0.9) * height,
    length: random.between(26, 44),
  }));
  const framesPerSecond = 20;
  const count = 40;
  const frames = drawOver(still, count, ({ pixels }, index) => {
    const time = (index / count) * 2 * Math.PI;
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        let sum = 0;
        for (const { x, y, length } of sources) {
          const away = Math.hypot(column - x, row - y);
          sum += Math.sin((away / length) * 2 * Math.PI - time) / (1 + away / 220);
        }
        pixels.set(rampColour(ramp, 0.5 + sum * 0.22), (row * width + column) * 3);
      }
    }
  });
  return { ...square, framesPerSecond, frames, alt: `Ripples crossing each other, ${palette.name}` };
};
