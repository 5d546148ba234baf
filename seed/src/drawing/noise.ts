/** Gradient noise (Perlin, «Improving noise») on a lattice that repeats after 256. */
import type { Random } from '../random.ts';

export interface Noise {
  /** About −1 to 1; features are about 1 wide. */
  at: (x: number, y: number) => number;
  /** Octaves of `at`, each half as strong and twice as fine. About −1 to 1. */
  fractal: (x: number, y: number, octaves: number) => number;
  /** Sharp crests. 0 to 1. */
  ridged: (x: number, y: number, octaves: number) => number;
}

export function noiseOf(random: Random): Noise {
  const order = random.shuffle(Array.from({ length: 256 }, (_, index) => index));
  const permutation = Uint8Array.from([...order, ...order]);
  const angles = Array.from({ length: 256 }, () => random.next() * 2 * Math.PI);
  const gradientX = Float32Array.from(angles, (angle) => Math.cos(angle));
  const gradientY = Float32Array.from(angles, (angle) => Math.sin(angle));

  const corner = (cellX: number, cellY: number, dx: number, dy: number) => {
    const hash = permutation[(permutation[cellX & 255] ?? 0) + (cellY & 255)] ?? 0;
    return (gradientX[hash] ?? 0) * dx + (gradientY[hash] ?? 0) * dy;
  };
  const at = (x: number, y: number) => {
    const cellX = Math.floor(x);
    const cellY = Math.floor(y);
    const dx = x - cellX;
    const dy = y - cellY;
    const easeX = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const easeY = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const top = corner(cellX, cellY, dx, dy);
    const bottom = corner(cellX, cellY + 1, dx, dy - 1);
    const upper = top + easeX * (corner(cellX + 1, cellY, dx - 1, dy) - top);
    const lower = bottom + easeX * (corner(cellX + 1, cellY + 1, dx - 1, dy - 1) - bottom);
    return 1.4 * (upper + easeY * (lower - upper));
  };
  const fractal = (x: number, y: number, octaves: number) => {
    let sum = 0;
    let strength = 0.5;
    let scale = 1;
    for (let octave = 0; octave < octaves; octave += 1) {
      // The shift keeps the octaves' lattice points apart, where all of them would be 0.
      sum += strength * at(x * scale + octave * 17.3, y * scale + octave * 9.1);
      strength /= 2;
      scale *= 2.03;
    }
    return sum;
  };
  const ridged = (x: number, y: number, octaves: number) => {
    let sum = 0;
    let strength = 0.55;
    let scale = 1;
    let carried = 1;
    for (let octave = 0; octave < octaves; octave += 1) {
      const crest = 1 - Math.abs(at(x * scale + octave * 17.3, y * scale + octave * 9.1));
      carried = crest * crest * carried;
      sum += strength * carried;
      strength /= 2;
      scale *= 2.03;
    }
    return Math.min(1, sum);
  };
  return { at, fractal, ridged };
}

export function smoothstep(low: number, high: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return share * share * (3 - 2 * share);
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
