/** Pixels to draw on. */
import type { Colour } from './colour.ts';
import type { Random } from '../random.ts';

export interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Canvas extends Size {
  /** sRGB, three floats of 0 to 255 a pixel, row after row from the top. */
  readonly pixels: Float32Array;
}

export const newCanvas = ({ width, height }: Size): Canvas => ({
  width,
  height,
  pixels: new Float32Array(width * height * 3),
});

/** Lays a colour over the pixel whose first float is at `at`. */
export function cover({ pixels }: Canvas, at: number, colour: Colour, share: number): void {
  const rest = 1 - share;
  pixels[at] = (pixels[at] ?? 0) * rest + colour[0] * share;
  pixels[at + 1] = (pixels[at + 1] ?? 0) * rest + colour[1] * share;
  pixels[at + 2] = (pixels[at + 2] ?? 0) * rest + colour[2] * share;
}

/** Adds light without burning out: what is bright already gains less («screen»). */
export function shine({ pixels }: Canvas, at: number, colour: Colour, share: number): void {
  for (let part = 0; part < 3; part += 1) {
    const value = pixels[at + part] ?? 0;
    pixels[at + part] = value + (1 - Math.min(1, value / 255)) * (colour[part] ?? 0) * share;
  }
}

/** A soft round light; `radius` in pixels is where it has faded. */
export function glow(
  canvas: Canvas,
  x: number,
  y: number,
  radius: number,
  colour: Colour,
  strength: number,
): void {
  const { width, height } = canvas;
  const right = Math.min(width - 1, Math.ceil(x + radius));
  const bottom = Math.min(height - 1, Math.ceil(y + radius));
  for (let row = Math.max(0, Math.floor(y - radius)); row <= bottom; row += 1) {
    for (let column = Math.max(0, Math.floor(x - radius)); column <= right; column += 1) {
      const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y) / radius;
      if (distance >= 1) continue;
      const fade = (1 - distance) * (1 - distance);
      shine(canvas, (row * width + column) * 3, colour, strength * fade * fade);
    }
  }
}

/** A filled circle with a smooth edge. */
export function disc(canvas: Canvas, x: number, y: number, radius: number, colour: Colour, share = 1): void {
  const { width, height } = canvas;
  const right = Math.min(width - 1, Math.ceil(x + radius));
  const bottom = Math.min(height - 1, Math.ceil(y + radius));
  for (let row = Math.max(0, Math.floor(y - radius - 1)); row <= bottom; row += 1) {
    for (let column = Math.max(0, Math.floor(x - radius - 1)); column <= right; column += 1) {
      const edge = radius - Math.hypot(column + 0.5 - x, row + 0.5 - y) + 0.5;
      if (edge > 0) cover(canvas, (row * width + column) * 3, colour, share * Math.min(1, edge));
    }
  }
}

/** Covers one point between pixels: its four neighbours share it. */
export function dot(canvas: Canvas, x: number, y: number, colour: Colour, share: number): void {
  const { width, height } = canvas;
  const column = Math.floor(x - 0.5);
  const row = Math.floor(y - 0.5);
  const right = x - 0.5 - column;
  const below = y - 0.5 - row;
  for (let corner = 0; corner < 4; corner += 1) {
    const cornerX = column + (corner & 1);
    const cornerY = row + (corner >> 1);
    if (cornerX < 0 || cornerY < 0 || cornerX >= width || cornerY >= height) continue;
    const part = (corner & 1 ? right : 1 - right) * (corner >> 1 ? below : 1 - below);
    cover(canvas, (cornerY * width + cornerX) * 3, colour, share * part);
  }
}

/** Darkens the corners as a lens does. `strength` 0 to 1. */
export function vignette({ width, height, pixels }: Canvas, strength: number): void {
  for (let row = 0; row < height; row += 1) {
    const dy = (row / height) * 2 - 1;
    for (let column = 0; column < width; column += 1) {
      const dx = (column / width) * 2 - 1;
      const square = dx * dx + dy * dy;
      const factor = 1 - strength * 0.25 * square * square;
      const at = (row * width + column) * 3;
      pixels[at] = (pixels[at] ?? 0) * factor;
      pixels[at + 1] = (pixels[at + 1] ?? 0) * factor;
      pixels[at + 2] = (pixels[at + 2] ?? 0) * factor;
    }
  }
}

/**
 * Eight bits a channel. Grain (in levels) hides the steps that a smooth sky would show; 0.5 is plain dithering.
 */
export function toBytes({ width, height, pixels }: Canvas, random: Random, grain: number): Uint8Array {
  const bytes = new Uint8Array(width * height * 3);
  // Repeats after a prime number of pixels, which the eye does not find, and saves a random number a pixel.
  const grains = Float32Array.from(
    { length: 65_537 },
    () => (random.next() + random.next() - 1) * grain + 0.5,
  );
  let next = random.whole(0, grains.length - 1);
  for (let at = 0; at < bytes.length; at += 3) {
    const offset = grains[next] ?? 0.5;
    next = next + 1 === grains.length ? 0 : next + 1;
    for (let part = at; part < at + 3; part += 1) {
      const value = (pixels[part] ?? 0) + offset;
      bytes[part] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
  return bytes;
}
