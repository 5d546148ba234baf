/** Patterns whose end is their beginning. */
import { disc, newCanvas } from '../drawing/canvas.ts';
import { brightness, rampColour, rampOf } from '../drawing/colour.ts';
import { palettes } from '../drawing/palettes.ts';
import { drawOver, type FilmScene, square } from './film-scene.ts';

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
  const palette = random.pick(palettes.filter(({ name }) => /glass|sky|peach|rose/.test(name)));
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
