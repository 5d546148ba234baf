/** Planets with rings and moons. */
import { type Canvas, cover, glow, newCanvas, shine } from './canvas.ts';
import { type Colour, hex, type Ramp, rampOf } from './colour.ts';
import type { Scene } from './drawing.ts';
import { type Noise, noiseOf, smoothstep } from './noise.ts';
import { paintSky, paintStars } from './sky.ts';
import type { Random } from '../random.ts';

const planetSkies = [
  {
    space: ['#02030a', '#0b0f26', '#1b1440'],
    bands: ['#f3dcc0', '#d9a066', '#a65d3f', '#f0c898', '#7d4432'],
    rim: '#ffcf9e',
  },
  {
    space: ['#01040a', '#06172c', '#0c3144'],
    bands: ['#dff6f5', '#7cc6d6', '#2f7fa8', '#b5e8ea', '#1f5a86'],
    rim: '#8fe0ff',
  },
  {
    space: ['#070210', '#1c0a33', '#3d1450'],
    bands: ['#ffe1ea', '#f28fb1', '#a9447f', '#f8b6c8', '#5f2a6b'],
    rim: '#ff9fd0',
  },
] as const;

export const planet: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const system = makeSystem(size, random);
  paintSpace(canvas, noise, random, system);
  paintSystem(canvas, noise, system, { turn: 0, moonAngle: random.between(3.5, 4.2) });
  return { canvas, grain: 2, alt: system.hasRings ? 'A planet with rings' : 'A planet and its moon' };
};

/** A planet, what it looks like and where it stands. */
export interface PlanetSystem {
  /** Pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Radians. */
  readonly tilt: number;
  readonly hasRings: boolean;
  readonly space: Ramp;
  readonly bands: Ramp;
  readonly ringColour: Colour;
  readonly rim: Colour;
}

export function makeSystem(
  { width, height }: { width: number; height: number },
  random: Random,
): PlanetSystem {
  const { space, bands, rim } = random.pick(planetSkies);
  return {
    x: width * random.between(0.4, 0.6),
    y: height * random.between(0.45, 0.55),
    radius: Math.min(width, height) * random.between(0.24, 0.32),
    tilt: random.between(-0.45, 0.45),
    hasRings: random.chance(0.75),
    space: rampOf(space.map(hex)),
    bands: rampOf([...bands, ...bands].map(hex)),
    ringColour: hex(bands[0]),
    rim: hex(rim),
  };
}

export function paintSpace(
  canvas: Canvas,
  noise: Noise,
  random: Random,
  { space, rim, x, y, radius }: PlanetSystem,
): void {
  paintSky(canvas, space, 1);
  paintNebula(canvas, noise, rim);
  paintStars(canvas, random, 2600, 1.4);
  glow(canvas, x, y, radius * 2, rim, 0.4);
}

const moonBands = rampOf(['#c9c4bb', '#a09a92'].map(hex));

/** `turn` rotates the planet's clouds; `moonAngle` in radians, 0 to the right, clockwise. */
export function paintSystem(
  canvas: Canvas,
  noise: Noise,
  system: PlanetSystem,
  { turn, moonAngle }: { turn: number; moonAngle: number },
): void {
  const { x, y, radius, hasRings } = system;
  const moon = {
    x: x + Math.cos(moonAngle) * radius * 1.75,
    y: y + Math.sin(moonAngle) * radius * 0.75,
    radius: radius * 0.14,
    tilt: 0,
    bands: moonBands,
    rim: white,
    turn: 0,
  };
  const isMoonBehind = Math.sin(moonAngle) < 0;
  if (hasRings) paintRings(canvas, noise, system, 'behind');
  if (isMoonBehind) paintGlobe(canvas, noise, moon);
  paintGlobe(canvas, noise, { ...system, turn });
  if (hasRings) paintRings(canvas, noise, system, 'before');
  if (!isMoonBehind) paintGlobe(canvas, noise, moon);
}

const white: Colour = [255, 255, 255];

function paintNebula(canvas: Canvas, noise: Noise, colour: Colour): void {
  const { width, height } = canvas;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const value = noise.fractal((column / height) * 1.4, (row / height) * 1.4, 4);
      if (value > 0) shine(canvas, (row * width + column) * 3, colour, value * value * 0.55);
    }
  }
}

interface Globe {
  x: number;
  y: number;
  radius: number;
  tilt: number;
  bands: Ramp;
  rim: Colour;
  turn: number;
}

function paintGlobe(canvas: Canvas, noise: Noise, { x, y, radius, tilt, bands, rim, turn }: Globe): void {
  const { width, height } = canvas;
  const [sin, cos] = [Math.sin(tilt), Math.cos(tilt)];
  for (let row = Math.max(0, Math.floor(y - radius)); row < Math.min(height, y + radius); row += 1) {
    for (
      let column = Math.max(0, Math.floor(x - radius));
      column < Math.min(width, x + radius);
      column += 1
    ) {
      const dx = (column + 0.5 - x) / radius;
      const dy = (row + 0.5 - y) / radius;
      const square = dx * dx + dy * dy;
      if (square >= 1) continue;
      const dz = Math.sqrt(1 - square);
      const latitude = dy * cos - dx * sin;
      const longitude = Math.asin((dx * cos + dy * sin) / Math.sqrt(1.0001 - latitude * latitude)) + turn;
      const swirl = noise.fractal(longitude * 1.6, latitude * 7, 4) * 0.1;
      const band = 0.5 + latitude * 0.46 + swirl;
      const at = 3 * Math.min(bands.steps - 1, Math.max(0, Math.floor(band * bands.steps)));
      // The sun stands to the upper right, a little towards us.
      const light = Math.max(0, dx * 0.62 - dy * 0.42 + dz * 0.66);
      const shade = 0.03 + 0.97 * smoothstep(-0.02, 0.9, light);
      const fresnel = (1 - dz) ** 3 * light;
      const colour: Colour = [
        (bands.table[at] ?? 0) * shade + rim[0] * fresnel,
        (bands.table[at + 1] ?? 0) * shade + rim[1] * fresnel,
        (bands.table[at + 2] ?? 0) * shade + rim[2] * fresnel,
      ];
      const edge = Math.min(1, (1 - Math.sqrt(square)) * radius + 0.5);
      cover(canvas, (row * width + column) * 3, colour, edge);
    }
  }
}

function paintRings(
  canvas: Canvas,
  noise: Noise,
  { x, y, radius, tilt, ringColour }: PlanetSystem,
  part: 'behind' | 'before',
): void {
  const { width, height } = canvas;
  const [sin, cos] = [Math.sin(tilt), Math.cos(tilt)];
  const reach = radius * 2.3;
  for (let row = Math.max(0, Math.floor(y - reach)); row < Math.min(height, y + reach); row += 1) {
    for (let column = Math.max(0, Math.floor(x - reach)); column < Math.min(width, x + reach); column += 1) {
      const dx = (column + 0.5 - x) / radius;
      const dy = (row + 0.5 - y) / radius;
      const along = dx * cos + dy * sin;
      const across = (dy * cos - dx * sin) / 0.27;
      if (across > 0 !== (part === 'before')) continue;
      const distance = Math.hypot(along, across);
      if (distance < 1.25 || distance > 2.25) continue;
      const grooves = 0.55 + 0.45 * noise.fractal(distance * 9, 0.5, 4);
      const gap = smoothstep(0, 0.02, Math.abs(distance - 1.82) - 0.035);
      const fade = smoothstep(1.25, 1.32, distance) * (1 - smoothstep(2.15, 2.25, distance));
      // The planet's shadow lies on the rings to its lower left.
      const shadow = across < 0 && along < 0.2 && Math.abs(across * 0.27 + along * 0.6) < 0.75 ? 0.35 : 1;
      cover(
        canvas,
        (row * width + column) * 3,
        ringColour,
        Math.min(0.92, grooves * gap * fade * 0.95) * (part === 'behind' ? shadow : 1),
      );
    }
  }
}
