/** What landscapes are made of: skies, clouds, stars, ridges, trees, still water. Lengths are in picture heights. */
import type { Random } from '../random.ts';
import { type Canvas, cover, disc, dot, glow, shine } from './canvas.ts';
import { type Colour, hex, mix, type Ramp, rampOffset } from './colour.ts';
import type { Light } from './light.ts';
import { type Noise, smoothstep } from './noise.ts';

/** Fills rows from the top down to `horizon` (a share of the height) with the ramp, and below it with its end. */
export function paintSky({ width, height, pixels }: Canvas, ramp: Ramp, horizon: number): void {
  for (let row = 0; row < height; row += 1) {
    const from = rampOffset(ramp, row / height / horizon);
    for (let column = 0; column < width; column += 1) {
      const at = (row * width + column) * 3;
      pixels[at] = ramp.table[from] ?? 0;
      pixels[at + 1] = ramp.table[from + 1] ?? 0;
      pixels[at + 2] = ramp.table[from + 2] ?? 0;
    }
  }
}

export interface Sun {
  /** Pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export function paintSun(canvas: Canvas, { x, y, radius }: Sun, light: Light): void {
  glow(canvas, x, y, canvas.height * 1.1, light.sun, light.isNight ? 0.28 : 0.5);
  glow(canvas, x, y, radius * 6, light.sun, light.isNight ? 0.35 : 0.55);
  disc(canvas, x, y, radius, light.sun);
  if (light.isNight) paintCraters(canvas, { x, y, radius });
}

function paintCraters(canvas: Canvas, { x, y, radius }: Sun): void {
  const shade = hex('#b9bcb4');
  const seas = [
    [-0.3, -0.25, 0.32],
    [0.22, -0.38, 0.22],
    [0.3, 0.1, 0.26],
    [-0.2, 0.35, 0.2],
  ] as const;
  for (const [dx, dy, size] of seas) {
    disc(canvas, x + dx * radius, y + dy * radius, size * radius, shade, 0.35);
    disc(canvas, x + (dx + 0.06) * radius, y + (dy - 0.05) * radius, size * radius * 0.6, shade, 0.25);
  }
}

/** Long thin clouds from the top to `horizon`; `amount` 0 to 1. */
export function paintClouds(
  canvas: Canvas,
  noise: Noise,
  options: { colour: Colour; horizon: number; amount: number; stretch: number },
): void {
  const { width, height } = canvas;
  const { colour, horizon, amount, stretch } = options;
  const bottom = Math.floor(horizon * height);
  // Clouds are soft: every fourth row and column says enough.
  const step = 4;
  const columns = Math.ceil(width / step) + 1;
  const rows = Math.ceil(bottom / step) + 1;
  const coarse = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    const v = (row * step) / height;
    // Farther clouds, lower in the sky, look smaller and flatter.
    const flatness = stretch * (1 + 3 * (v / horizon));
    for (let column = 0; column < columns; column += 1) {
      const u = (column * step) / height;
      const bend = noise.fractal(u * 1.1 + 3.7, v * flatness * 0.7, 3);
      const value = noise.fractal(u * 1.6 + bend * 0.8, v * flatness + 40, 5);
      const fade = smoothstep(0, 0.18, v) * (1 - smoothstep(horizon * 0.92, horizon, v));
      coarse[row * columns + column] = smoothstep(0.34 - amount * 0.5, 0.75 - amount * 0.35, value) * fade;
    }
  }
  for (let row = 0; row < bottom; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const share = bilinear(coarse, columns, column / step, row / step);
      if (share > 0.003) cover(canvas, (row * width + column) * 3, colour, share * 0.85);
    }
  }
}

/** Between the four values around a place. */
export function bilinear(values: Float32Array, columns: number, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const at = row * columns + column;
  const right = x - column;
  const upper = (values[at] ?? 0) + right * ((values[at + 1] ?? 0) - (values[at] ?? 0));
  const under = values[at + columns] ?? 0;
  const lower = under + right * ((values[at + columns + 1] ?? 0) - under);
  return upper + (y - row) * (lower - upper);
}

const starColours = ['#ffffff', '#cfe0ff', '#fff1d6', '#ffe0c2', '#dfe8ff'].map(hex);

/** `density` stars per square picture height, most of them faint; `reach` is the lowest, as a share of the height. */
export function paintStars(canvas: Canvas, random: Random, density: number, reach: number): void {
  const { width, height } = canvas;
  const count = Math.round(density * (width / height) * reach);
  const scale = height / 1000;
  for (let star = 0; star < count; star += 1) {
    const x = random.next() * width;
    const y = random.next() * height * reach;
    // Each magnitude has about three times as many stars as the next brighter one.
    const brightness = Math.min(1, 0.14 / (0.12 + random.next()) ** 1.1 / 2.2);
    const fade = 1 - smoothstep(reach * 0.6, reach, y / height);
    const colour = random.pick(starColours);
    if (brightness > 0.4) {
      glow(canvas, x, y, (3 + 7 * brightness) * scale, colour, brightness * fade * 0.7);
      disc(canvas, x, y, (0.6 + 0.8 * brightness) * scale, colour, fade);
    } else dot(canvas, x, y, colour, brightness * 1.8 * fade);
  }
}

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

/** Still water from the row `shore` (a share of the height) down: what stands above it, upside down and rippled. */
export function paintReflection(
  canvas: Canvas,
  noise: Noise,
  { shore, tint, share }: { shore: number; tint: Colour; share: number },
): void {
  const { width, height, pixels } = canvas;
  const first = Math.floor(shore * height);
  for (let row = first; row < height; row += 1) {
    const depth = (row - first) / (height - first);
    // Ripples are long and thin far away, and grow towards the viewer.
    const v = 26 * Math.sqrt(depth + 0.004);
    const swing = (0.0012 + 0.012 * depth) * height;
    const tinted = Math.min(1, share + 0.35 * depth);
    for (let column = 0; column < width; column += 1) {
      const u = column / height;
      const ripple = noise.fractal(u * (9 - 5 * depth), v, 2);
      const mirrored = Math.max(0, Math.min(first - 1, 2 * first - row - 1 + Math.round(ripple * swing * 3)));
      const beside = Math.max(0, Math.min(width - 1, column + Math.round(ripple * swing)));
      const from = (mirrored * width + beside) * 3;
      const at = (row * width + column) * 3;
      const glint = ripple > 0.32 ? (ripple - 0.32) * 40 * (1 - depth) : 0;
      for (let part = 0; part < 3; part += 1) {
        const seen = pixels[from + part] ?? 0;
        pixels[at + part] = seen + ((tint[part] ?? 0) - seen) * tinted + glint;
      }
    }
  }
  const line: Colour = [255, 255, 255];
  for (let column = 0; column < width; column += 1) shine(canvas, (first * width + column) * 3, line, 0.12);
}
