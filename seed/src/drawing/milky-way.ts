import type { Random } from '../random.ts';
import { type Canvas, newCanvas, shine } from './canvas.ts';
import { type Colour, hex, mix, rampOf } from './colour.ts';
import type { Scene } from './drawing.ts';
import { bilinear, type Noise, noiseOf, smoothstep } from './noise.ts';
import { makeCrest, paintRidges, plantConifers } from './ridges.ts';
import { paintSky, paintStars } from './sky.ts';

const nights = [
  {
    sky: ['#040817', '#0a1633', '#1b2f5c', '#4b4a74', '#b97f73'],
    band: '#b9b4e6',
    core: '#ffd9b8',
    ground: '#03050d',
  },
  {
    sky: ['#05060f', '#101a3c', '#1d4262', '#3f8189', '#c9d9a6'],
    band: '#a9c8ee',
    core: '#ffeed2',
    ground: '#020a0d',
  },
  {
    sky: ['#0a0616', '#1f1140', '#472363', '#8a3a6f', '#f08a6c'],
    band: '#d9a8e8',
    core: '#ffd0c0',
    ground: '#080310',
  },
] as const;

export const milkyWay: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const night = random.pick(nights);
  paintSky(canvas, rampOf(night.sky.map(hex)), 1);
  paintBand(canvas, noise, random, hex(night.band), hex(night.core));
  paintStars(canvas, random, 4200, 0.95);
  paintGround(canvas, noise, random, hex(night.ground), hex(night.sky[4]));
  return { canvas, grain: 2.5, alt: 'The Milky Way over a dark forest' };
};

function paintBand(canvas: Canvas, noise: Noise, random: Random, band: Colour, core: Colour): void {
  const { width, height } = canvas;
  const angle = random.between(0.5, 1.1) * (random.chance(0.5) ? 1 : -1);
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const middle = (width / height) * random.between(0.4, 0.6);
  const step = 2;
  const columns = Math.ceil(width / step) + 2;
  const rows = Math.ceil(height / step) + 2;
  const light = new Float32Array(columns * rows);
  const warmth = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const u = (column * step) / height - middle;
      const v = (row * step) / height - 0.45;
      const along = u * cos + v * sin;
      const across = -u * sin + v * cos + noise.fractal(along * 1.3 + 7, 3, 2) * 0.1;
      const cloud = 0.62 + noise.fractal(along * 2.6, across * 4.5, 5) * 0.9;
      const wide = Math.exp(-((across / 0.2) ** 2));
      const bulge = Math.exp(-((across / 0.11) ** 2) - (along / 0.4) ** 2);
      // Dust: dark threads along the middle.
      const dust = smoothstep(
        0.02,
        0.45,
        noise.fractal(along * 2.2 + 30, across * 7, 5) + 0.28 - Math.abs(across) * 2.6,
      );
      const at = row * columns + column;
      light[at] = Math.max(0, (wide * 0.5 + bulge * 0.55) * cloud * (1 - dust * 0.82));
      warmth[at] = Math.min(1, bulge * 1.1 + 0.12);
    }
  }
  for (let row = 0; row < height; row += 1) {
    const fade = 1 - smoothstep(0.72, 0.98, row / height);
    for (let column = 0; column < width; column += 1) {
      const strength = bilinear(light, columns, column / step, row / step) * fade;
      if (strength < 0.004) continue;
      const warm = bilinear(warmth, columns, column / step, row / step);
      const at = (row * width + column) * 3;
      shine(canvas, at, band, strength * (1 - warm));
      shine(canvas, at, core, strength * warm * 1.15);
    }
  }
  // Uncounted faint stars make the band's grain.
  for (let star = 0; star < width * height * 0.012; star += 1) {
    const x = Math.floor(random.next() * width);
    const y = Math.floor(random.next() * height * 0.9);
    const strength = bilinear(light, columns, x / step, y / step);
    if (random.next() < strength * 1.6) shine(canvas, (y * width + x) * 3, core, random.between(0.1, 0.55));
  }
}

function paintGround(canvas: Canvas, noise: Noise, random: Random, ground: Colour, horizon: Colour): void {
  const ridges = [0, 1].map((index) => ({
    crest: makeCrest(canvas, noise, 40 + index, {
      base: 0.85 + index * 0.08,
      amplitude: 0.1 - index * 0.05,
      frequency: 1.2,
      octaves: 6,
      isSharp: index === 0,
    }),
    colour: mix(mix(ground, horizon, 0.22), ground, index),
    haze: mix(ground, horizon, 0.3),
    mistiness: index === 0 ? 0.6 : 0,
    mistDepth: 0.2,
    relief: 0,
  }));
  const nearest = ridges[1];
  if (nearest)
    plantConifers(canvas, random, nearest.crest, {
      size: 0.16,
      gap: 0.018,
      density: (u) => 0.55 + noise.at(u * 2, 1),
    });
  paintRidges(canvas, noise, 1, ridges);
}
