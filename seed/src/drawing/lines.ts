/** Pictures made of very many lines or points. */
import { type Canvas, dot, newCanvas } from './canvas.ts';
import { brightness, type Colour, rampColour, rampOf } from './colour.ts';
import type { Scene } from './drawing.ts';
import { noiseOf } from './noise.ts';
import { palettes } from './palettes.ts';

const fill = (canvas: Canvas, colour: Colour) => {
  for (let at = 0; at < canvas.pixels.length; at += 3) canvas.pixels.set(colour, at);
};

export const flowField: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const palette = random.pick(palettes);
  const [ground, light] = darkFirst(palette.ink, palette.paper);
  fill(canvas, ground);
  const { width, height } = canvas;
  const colours = rampOf([...palette.colours, light]);
  const scale = random.between(0.8, 1.7);
  const turns = random.between(1.2, 2.4);
  const count = Math.round(2600 * (width / height));
  for (let line = 0; line < count; line += 1) {
    let x = random.between(-0.1, 1.1) * width;
    let y = random.between(-0.1, 1.1) * height;
    // Neighbours have related colours, so that streams show.
    const tone =
      0.5 + noise.fractal((x / height) * 1.1 + 60, (y / height) * 1.1, 2) * 0.9 + random.normal() * 0.09;
    const colour = rampColour(colours, tone);
    const thickness = random.chance(0.16) ? random.whole(2, 4) : 1;
    const steps = random.whole(60, 260);
    for (let step = 0; step < steps; step += 1) {
      const angle = noise.fractal((x / height) * scale, (y / height) * scale, 2) * Math.PI * turns;
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      const ends = Math.min(1, step / 12, (steps - step) / 30);
      for (let beside = 0; beside < thickness; beside += 1)
        dot(canvas, x - dy * beside, y + dx * beside, colour, 0.85 * ends);
      x += dx * 1.15;
      y += dy * 1.15;
    }
  }
  return { canvas, grain: 2, alt: `Thousands of lines following a stream, ${palette.name}` };
};

const darkFirst = (a: Colour, b: Colour): [Colour, Colour] =>
  brightness(a) < brightness(b) ? [a, b] : [b, a];

/** Leaves as iterated functions (Barnsley, «Fractals Everywhere»). */
export const fern: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const palette = random.pick(palettes.filter(({ paper }) => brightness(paper) > 200));
  fill(canvas, palette.paper);
  const greens = rampOf([palette.ink, ...palette.colours.slice(0, 2), palette.colours[2] ?? palette.ink]);
  const { width, height } = canvas;
  const leaves = width > height ? 5 : 3;
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    const foot = width * ((leaf + 0.5) / leaves + random.between(-0.06, 0.06));
    const size = height * random.between(0.062, 0.092);
    const lean = random.between(-0.28, 0.28);
    const bend = random.between(0.02, 0.06) * (random.chance(0.5) ? 1 : -1);
    let [x, y] = [0, 0];
    for (let step = 0; step < 260_000; step += 1) {
      const choice = random.next();
      if (choice < 0.01) [x, y] = [0, 0.16 * y];
      else if (choice < 0.86) [x, y] = [0.85 * x + bend * y, -bend * x + 0.85 * y + 1.6];
      else if (choice < 0.93) [x, y] = [0.2 * x - 0.26 * y, 0.23 * x + 0.22 * y + 1.6];
      else [x, y] = [-0.15 * x + 0.28 * y, 0.26 * x + 0.24 * y + 0.44];
      const turnedX = x * Math.cos(lean) + y * Math.sin(lean);
      const turnedY = y * Math.cos(lean) - x * Math.sin(lean);
      dot(
        canvas,
        foot + turnedX * size,
        height * 1.01 - turnedY * size,
        rampColour(greens, 0.1 + y / 12 + Math.abs(x) * 0.06),
        0.34,
      );
    }
  }
  return { canvas, grain: 4, alt: `Ferns in ${palette.name}` };
};
