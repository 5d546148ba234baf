import type { Random } from '../random.ts';
import { type Canvas, newCanvas, shine } from './canvas.ts';
import { type Colour, hex, rampOf } from './colour.ts';
import type { Scene } from './drawing.ts';
import { type Noise, noiseOf, smoothstep } from './noise.ts';
import { paintReflection } from './reflection.ts';
import { makeCrest, paintRidges, plantConifers } from './ridges.ts';
import { paintSky, paintStars } from './sky.ts';

const auroras = [
  ['#3bf5a0', '#2bd4c0', '#7a5cf0'],
  ['#6bffb0', '#54e0ff', '#e05cff'],
  ['#9dff8a', '#35e0a0', '#2f7bf0'],
  ['#4dffc8', '#5a9cff', '#ff5ca8'],
] as const;

export const aurora: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const shore = random.between(0.7, 0.78);
  paintAuroraSky(canvas, noise, random, random.pick(auroras).map(hex));
  const crest = makeCrest(canvas, noise, 60, {
    base: shore - 0.05,
    amplitude: 0.12,
    frequency: 1.3,
    octaves: 7,
    isSharp: true,
  });
  const trees = makeCrest(canvas, noise, 61, {
    base: shore - 0.015,
    amplitude: 0.02,
    frequency: 2,
    octaves: 4,
    isSharp: false,
  });
  plantConifers(canvas, random, trees, { size: 0.06, gap: 0.01, density: (u) => 0.5 + noise.at(u * 3, 2) });
  const foot = { haze: hex('#16324a'), mistiness: 0.5, mistDepth: 0.15, relief: 0.5 };
  paintRidges(canvas, noise, 1, [
    { ...foot, crest, colour: hex('#0b1a2e') },
    { ...foot, crest: trees, colour: hex('#020509'), mistiness: 0, relief: 0 },
  ]);
  paintReflection(canvas, noise, { shore, tint: hex('#04101c'), share: 0.3 });
  return { canvas, grain: 2.5, alt: 'Northern lights above a still lake' };
};

/** Three curtains, one behind the other: each hangs from a winding line, in rays of uneven length. */
function paintAuroraSky(canvas: Canvas, noise: Noise, random: Random, colours: readonly Colour[]): void {
  const { width, height } = canvas;
  paintSky(canvas, rampOf(['#030712', '#07142a', '#0d2a44', '#1c4a5e'].map(hex)), 0.8);
  paintStars(canvas, random, 1900, 0.8);
  const tint = rampOf(colours, 64);
  const curtains = Array.from({ length: 3 }, (_, index) => ({
    foot: random.between(0.42, 0.6) - index * 0.07,
    swing: random.between(0.1, 0.2),
    reach: random.between(0.28, 0.5),
    place: random.next() * 60,
    strength: 0.95 - index * 0.22,
  }));
  for (const { foot, swing, reach, place, strength } of curtains) {
    for (let column = 0; column < width; column += 1) {
      const u = column / height + noise.at(column / height + place, 0) * 0.25;
      const bottom = (foot + noise.fractal(u * 0.9 + place, 0, 2) * swing * 1.6) * height;
      const rays = 0.5 + 0.62 * noise.fractal(u * 9 + place, 0, 3) + 0.25 * noise.at(u * 34, place);
      const body = smoothstep(-0.4, 0.5, noise.at(u * 1.2 + place * 2, 0));
      const softness = 0.018 + 0.035 * Math.max(0, noise.at(u * 5 + place, 8));
      const tall = reach * height * (0.55 + 0.6 * Math.max(0, rays));
      const bright = 1.25 * strength * body * Math.max(0.05, rays);
      const first = Math.max(0, Math.floor(bottom - tall * 2.4));
      const last = Math.min(height - 1, Math.ceil(bottom + height * 0.22));
      for (let row = first; row <= last; row += 1) {
        const above = (bottom - row) / tall;
        const fall =
          above < 0
            ? Math.exp((above * tall) / (height * softness))
            : Math.exp(-above * 2.1) * (1 - smoothstep(1.6, 2.4, above));
        const share = Math.min(63, Math.max(0, Math.floor(above * 46))) * 3;
        const colour: Colour = [
          tint.table[share] ?? 0,
          tint.table[share + 1] ?? 0,
          tint.table[share + 2] ?? 0,
        ];
        shine(canvas, (row * width + column) * 3, colour, bright * fall);
      }
    }
  }
}
