/** Ridges behind ridges, and the trees on them. Lengths are in picture heights where nothing else is said. */
import type { Canvas } from './canvas.ts';
import { type Colour, mix } from './colour.ts';
import { bilinear, type Noise, smoothstep } from './noise.ts';
import type { Random } from '../random.ts';

/** Row of the crest (pixels) for each column. */
export type Crest = Float32Array;

export interface CrestOptions {
  /** Shares of the height: where the middle is, and how far it goes up from there. */
  base: number;
  amplitude: number;
  /** Features per picture height. */
  frequency: number;
  octaves: number;
  /** Sharp crests, or rolling hills. */
  isSharp: boolean;
}

export function makeCrest(
  { width, height }: Canvas,
  noise: Noise,
  row: number,
  { base, amplitude, frequency, octaves, isSharp }: CrestOptions,
): Crest {
  return Float32Array.from({ length: width }, (_, column) => {
    const u = (column / height) * frequency;
    const rise = isSharp
      ? noise.ridged(u, row * 7.3, 4) * 1.6 - 0.8 + noise.fractal(u * 5, row * 7.3 + 50, octaves - 2) * 0.22
      : noise.fractal(u, row * 7.3, octaves) * 1.4;
    return (base - amplitude * rise) * height;
  });
}

export interface Ridge {
  readonly crest: Crest;
  readonly colour: Colour;
  /** What its foot fades into, how much (0 to 1) and how far below the crest (in heights). */
  readonly haze: Colour;
  readonly mistiness: number;
  readonly mistDepth: number;
  /** 0 for a silhouette; 1 for deep relief. */
  readonly relief: number;
  /** Rows above this share of the height are snowy. */
  readonly snowLine?: number;
}

/** Paints from far to near, and each pixel about once: what a nearer ridge hides is left out. */
export function paintRidges(canvas: Canvas, noise: Noise, lightFrom: number, ridges: readonly Ridge[]): void {
  const { width, height } = canvas;
  let hiddenFrom = new Float32Array(width).fill(height);
  const bottoms = ridges.map(() => hiddenFrom);
  for (let index = ridges.length - 1; index >= 0; index -= 1) {
    bottoms[index] = hiddenFrom;
    const before = hiddenFrom;
    const crest = ridges[index]?.crest;
    hiddenFrom = Float32Array.from(before, (bottom, column) => Math.min(bottom, (crest?.[column] ?? 0) + 3));
  }
  const relief = makeRelief(canvas, noise, lightFrom);
  for (const [index, ridge] of ridges.entries()) {
    // Every ridge looks at another part of the relief, turned round at its end so that no seam shows.
    const shift = index * Math.floor(width / 3.7);
    const part = Int32Array.from({ length: width }, (_, column) => {
      const place = (column + shift) % (2 * width);
      return place < width ? place : 2 * width - 1 - place;
    });
    paintRidge(canvas, ridge, bottoms[index] ?? hiddenFrom, { ...relief, part });
  }
}

interface Relief {
  /** −1 in shadow, 1 in the light; one value for 2 × 2 pixels. */
  readonly shade: Float32Array;
  readonly roughness: Float32Array;
  readonly columns: number;
}

function makeRelief({ width, height }: Canvas, noise: Noise, lightFrom: number): Relief {
  const columns = Math.ceil(width / 2) + 2;
  const rows = Math.ceil(height / 2) + 2;
  const shade = new Float32Array(columns * rows);
  const roughness = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    const v = (row * 2) / height;
    for (let column = 0; column < columns; column += 1) {
      const u = (column * 2) / height;
      // Slopes lean: what lies lower has slid sideways.
      const bend = noise.at(u * 2.2 + 11, v * 2.2) * 0.25;
      const here = noise.ridged(u * 4.2 + bend + v * 1.1, v * 2.6 + bend, 5);
      const there = noise.ridged(u * 4.2 + bend + v * 1.1 + lightFrom * 0.07, v * 2.6 + bend - 0.05, 5);
      shade[row * columns + column] = Math.min(1, Math.max(-1, (here - there) * 3.4));
      roughness[row * columns + column] = here;
    }
  }
  return { shade, roughness, columns };
}

const snow: Colour = [246, 249, 255];

function paintRidge(
  canvas: Canvas,
  ridge: Ridge,
  hiddenFrom: Float32Array,
  relief: Relief & { part: Int32Array },
): void {
  const { width, height, pixels } = canvas;
  const { crest, colour, haze, mistiness, mistDepth, snowLine } = ridge;
  const lit = mix(colour, haze, 0.4);
  const highest = crest.reduce((least, row) => Math.min(least, row), height);
  for (let row = Math.max(0, Math.floor(highest) - 1); row < height; row += 1) {
    const v = row / height;
    for (let column = 0; column < width; column += 1) {
      const top = crest[column] ?? 0;
      if (row < top - 1 || row > (hiddenFrom[column] ?? height)) continue;
      const slope = (crest[column + 1] ?? top) - top;
      const edge = Math.min(1, Math.max(0, (row + 0.5 - top) / Math.sqrt(1 + slope * slope) + 0.5));
      if (edge === 0) continue;
      const depth = (row - top) / height;
      const mist = mistiness * smoothstep(0, mistDepth, depth);
      let shade = 0;
      let snowy = 0;
      if (ridge.relief > 0 && mist < 0.97) {
        const place = (relief.part[column] ?? 0) / 2;
        shade = bilinear(relief.shade, relief.columns, place, row / 2) * ridge.relief * (1 - mist);
        if (snowLine !== undefined) {
          const rough = bilinear(relief.roughness, relief.columns, place, row / 2);
          snowy =
            smoothstep(0.03, -0.02, v - snowLine - (rough - 0.5) * 0.18 - depth * 0.12) *
            (0.62 + 0.38 * shade);
        }
      }
      const at = (row * width + column) * 3;
      for (let part = 0; part < 3; part += 1) {
        let value = colour[part] ?? 0;
        if (shade > 0) value += ((lit[part] ?? 0) - value) * shade;
        else value *= 1 + shade * 0.42;
        if (snowy > 0) value += ((snow[part] ?? 0) - value) * snowy;
        value += ((haze[part] ?? 0) - value) * mist;
        pixels[at + part] = (pixels[at + part] ?? 0) * (1 - edge) + value * edge;
      }
    }
  }
}

/** Raises a crest by conifers; `size` of a grown tree and `gap` between stems in heights. */
export function plantConifers(
  { width, height }: Canvas,
  random: Random,
  crest: Crest,
  { size, gap, density }: { size: number; gap: number; density: (u: number) => number },
): void {
  const ground = crest.slice();
  for (let x = 0; x < width; x += random.between(0.4, 1.6) * gap * height) {
    if (!random.chance(density(x / height))) continue;
    const tall = size * height * random.between(0.45, 1);
    const wide = tall * random.between(0.16, 0.24);
    const foot = ground[Math.min(width - 1, Math.floor(x))] ?? height;
    const tiers = random.whole(6, 10);
    for (let column = Math.max(0, Math.ceil(x - wide)); column < Math.min(width, x + wide); column += 1) {
      const away = Math.abs(column + 0.5 - x) / wide;
      // Branches: the outline falls in steps, each a little ragged.
      const tier = (away * tiers) % 1;
      const outline = 1 - away ** 0.86 - (0.5 - tier) * 0.09;
      const top = foot - tall * Math.max(0, outline);
      if (top < (crest[column] ?? 0)) crest[column] = top;
    }
  }
}
