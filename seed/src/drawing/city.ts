/** A skyline by the water, with its windows lit. */
import { type Canvas, cover, newCanvas, type Size, vignette } from './canvas.ts';
import { type Colour, hex, mix } from './colour.ts';
import type { Drawing, Scene } from './drawing.ts';
import { type Light, lightOf } from './light.ts';
import { noiseOf, smoothstep } from './noise.ts';
import { paintReflection } from './reflection.ts';
import { paintClouds, paintSky, paintStars, paintSun } from './sky.ts';
import type { Random } from '../random.ts';

export const city: Scene = (size, random) =>
  drawCity(
    size,
    random,
    lightOf(random, ({ when }) => /sunset|blue|dawn|violet|golden|moon/.test(when)),
  );

export const cityAtNight: Scene = (size, random) =>
  drawCity(
    size,
    random,
    lightOf(random, ({ isNight }) => isNight),
  );

function drawCity(size: Size, random: Random, light: Light): Drawing {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const { width, height } = canvas;
  const shore = random.between(0.7, 0.8);
  paintSky(canvas, light.sky, shore);
  if (light.isNight || light.when.includes('blue')) paintStars(canvas, random, 700, shore * 0.7);
  paintSun(
    canvas,
    { x: width * random.between(0.2, 0.8), y: height * random.between(0.3, 0.5), radius: height * 0.055 },
    light,
  );
  paintClouds(canvas, noise, { colour: light.cloud, horizon: shore, amount: 0.55, stretch: 5 });
  for (let row = 0; row < 3; row += 1)
    paintRow(canvas, random, { row, shore, far: light.far, near: light.near, haze: light.haze });
  paintReflection(canvas, noise, { shore, tint: light.near, share: 0.42 });
  paintQuay(canvas, shore, light.near);
  vignette(canvas, 0.4);
  return { canvas, grain: 2, alt: `A city by the water ${light.when}` };
}

/** Between the houses and the water. */
function paintQuay(canvas: Canvas, shore: number, colour: Colour): void {
  const { width, height } = canvas;
  const dark = mix(colour, [0, 0, 0], 0.35);
  const top = Math.floor(shore * height - height * 0.012);
  for (let row = top; row < shore * height + height * 0.006; row += 1) {
    for (let column = 0; column < width; column += 1) cover(canvas, (row * width + column) * 3, dark, 1);
  }
}

interface RowOfHouses {
  row: number;
  shore: number;
  far: Colour;
  near: Colour;
  haze: Colour;
}

function paintRow(canvas: Canvas, random: Random, { row, shore, far, near, haze }: RowOfHouses): void {
  const { width, height } = canvas;
  const nearness = row / 2;
  const colour = mix(mix(far, haze, 0.25), near, 0.15 + 0.8 * nearness);
  const middle = width * random.between(0.35, 0.65);
  for (let x = -random.between(0, 0.05) * height; x < width;) {
    const wide = Math.round(height * random.between(0.035, 0.085) * (0.75 + 0.5 * nearness));
    const central = Math.exp(-(((x - middle) / (width * 0.3)) ** 2));
    const tall =
      height * (0.06 + (0.36 - 0.2 * nearness) * (0.25 + 0.75 * central) * random.between(0.35, 1));
    paintHouse(canvas, random, {
      x: Math.round(x),
      wide,
      top: Math.round(shore * height - tall),
      bottom: Math.ceil(shore * height),
      colour,
      haze,
      nearness,
    });
    x += wide + (random.chance(0.3) ? random.between(0, 0.012) * height : 0);
  }
}

interface House {
  x: number;
  wide: number;
  top: number;
  bottom: number;
  colour: Colour;
  haze: Colour;
  nearness: number;
}

const lamps = ['#ffd98a', '#ffe9b8', '#ffc46b', '#fff3d6', '#bfe3ff'].map(hex);

function paintHouse(canvas: Canvas, random: Random, house: House): void {
  const { x, wide, top, bottom, colour, haze, nearness } = house;
  const { width, height } = canvas;
  const fill = (left: number, upper: number, right: number, lower: number, paint: Colour, share: number) => {
    for (let row = Math.max(0, upper); row < Math.min(height, lower); row += 1) {
      const mist = 0.5 * (1 - nearness) * smoothstep(top, bottom, row);
      for (let column = Math.max(0, left); column < Math.min(width, right); column += 1) {
        cover(
          canvas,
          (row * width + column) * 3,
          mist > 0 && share === 1 ? blend(paint, haze, mist) : paint,
          share,
        );
      }
    }
  };
  fill(x, top, x + wide, bottom, colour, 1);
  // One side catches what light is left.
  fill(x, top, x + Math.max(1, Math.round(wide * 0.18)), bottom, haze, 0.1 + 0.06 * nearness);
  const roof = random.next();
  const setback = Math.round(wide * 0.22);
  if (roof < 0.35) fill(x + setback, top - Math.round(wide * 0.35), x + wide - setback, top, colour, 1);
  if (roof < 0.16)
    fill(x + Math.round(wide / 2) - 1, top - wide, x + Math.round(wide / 2) + 1, top, colour, 1);
  const unit = Math.max(3, Math.round(height * 0.0062 * (0.8 + 0.5 * nearness)));
  const litShare = random.between(0.12, 0.5);
  for (let row = top + unit; row < bottom - unit * 2; row += unit * 2) {
    const isFloorLit = random.chance(0.08);
    for (let column = x + unit; column <= x + wide - unit * 2; column += unit * 2) {
      if (!isFloorLit && !random.chance(litShare)) continue;
      fill(
        column,
        row,
        column + unit,
        row + Math.max(2, unit - 1),
        random.pick(lamps),
        random.between(0.25, 0.95) * (0.45 + 0.5 * nearness),
      );
    }
  }
}

const blend = (from: Colour, to: Colour, share: number): Colour => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];
