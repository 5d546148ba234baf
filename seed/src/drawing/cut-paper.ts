/** Layers of card and of paper, each with its shadow on the one below. */
import { newCanvas } from './canvas.ts';
import { rampOf } from './colour.ts';
import type { Scene } from './drawing.ts';
import { noiseOf } from './noise.ts';
import { palettes } from './palettes.ts';
import type { Random } from '../random.ts';

export const contours: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const palette = random.pick(palettes);
  const isDark = palette.name.includes('n'); // as good as any other coin, and the palette's own
  const ramp = rampOf(
    isDark ? [palette.ink, ...palette.colours, palette.paper] : [...palette.colours, palette.paper],
  );
  const { width, height, pixels } = canvas;
  const levels = random.whole(12, 18);
  const field = new Float32Array((width + 1) * (height + 1));
  for (let row = 0; row <= height; row += 1) {
    for (let column = 0; column <= width; column += 1) {
      const value = noise.fractal((column / height) * 1.5, (row / height) * 1.5, 3);
      field[row * (width + 1) + column] = (0.5 + value * 0.72) * levels;
    }
  }
  const lineWidth = height / 620;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const from = row * (width + 1) + column;
      const value = field[from] ?? 0;
      const dx = (field[from + 1] ?? 0) - value;
      const dy = (field[from + width + 1] ?? 0) - value;
      const steepness = Math.hypot(dx, dy) + 1e-5;
      const level = Math.floor(value);
      const above = value - level;
      // Layers of card: each throws a shadow on the one below.
      const shadow =
        1 - 0.28 * Math.exp((above - 1) / (steepness * lineWidth * 9)) * (dy + dx > 0 ? 1 : 0.25);
      const nearest = Math.min(above, 1 - above) / steepness;
      const line = 0.5 * Math.max(0, Math.min(1, lineWidth - nearest + 0.5));
      const shade = 3 * Math.min(ramp.steps - 1, Math.max(0, Math.floor((level / levels) * ramp.steps)));
      const at = (row * width + column) * 3;
      for (let part = 0; part < 3; part += 1) {
        const card = (ramp.table[shade + part] ?? 0) * shadow;
        pixels[at + part] = card + (255 - card) * line * 0.5;
      }
    }
  }
  return { canvas, grain: 3, alt: `A relief of cut card in ${palette.name}` };
};

/** Waves of paper, one before the other. */
export const paper: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const palette = random.pick(palettes);
  const { width, height, pixels } = canvas;
  const layers = random.whole(7, 10);
  const ramp = rampOf([palette.paper, ...palette.colours, palette.ink], layers + 1);
  const edges = Array.from({ length: layers }, (_, index) =>
    makeWave(random, noise.at, canvas, index / layers),
  );
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      let [red, green, blue] = [ramp.table[0] ?? 0, ramp.table[1] ?? 0, ramp.table[2] ?? 0];
      for (const [index, edge] of edges.entries()) {
        const depth = row + 0.5 - (edge[column] ?? 0);
        if (depth < -0.06 * height) continue;
        const from = (index + 1) * 3;
        const over = Math.min(1, Math.max(0, depth + 0.5));
        // Above its edge a sheet shades the one behind.
        const shade = depth < 0 ? 1 - 0.34 * Math.exp(depth / (0.02 * height)) : 1;
        const rim = depth >= 0 && depth < 1.6 ? 22 : 0;
        red = red * shade * (1 - over) + ((ramp.table[from] ?? 0) + rim) * over;
        green = green * shade * (1 - over) + ((ramp.table[from + 1] ?? 0) + rim) * over;
        blue = blue * shade * (1 - over) + ((ramp.table[from + 2] ?? 0) + rim) * over;
      }
      const at = (row * width + column) * 3;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
    }
  }
  return { canvas, grain: 5, alt: `Waves of cut paper in ${palette.name}` };
};

function makeWave(
  random: Random,
  at: (x: number, y: number) => number,
  { width, height }: { width: number; height: number },
  place: number,
): Float32Array {
  const swing = random.between(0.05, 0.12);
  const frequency = random.between(0.8, 1.5);
  const shift = random.next() * 50;
  return Float32Array.from({ length: width }, (_, column) => {
    const u = column / height;
    return (
      (0.14 + place * 0.86 + swing * at(u * frequency + shift, shift) + 0.04 * Math.sin(u * 4 + shift)) *
      height
    );
  });
}
