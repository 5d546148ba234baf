/** What all films share. Most of each picture stands still: see `h264.ts` for why. */
import { type Canvas, newCanvas, type Size } from '../drawing/canvas.ts';
import type { Scene } from '../drawing/drawing.ts';
import type { Film } from './write-film.ts';
import type { Random } from '../random.ts';

export type FilmScene = (random: Random) => Film & { readonly alt: string };

/** Sizes that a film may have. */
export const wide: Size = { width: 640, height: 360 };
export const tall: Size = { width: 360, height: 640 };
export const square: Size = { width: 304, height: 304 };

/** Frame after frame on one canvas that begins as a copy of `still`. */
export function* drawOver(
  still: Canvas,
  count: number,
  draw: (canvas: Canvas, index: number) => void,
): Generator<Canvas> {
  const canvas = newCanvas(still);
  for (let index = 0; index < count; index += 1) {
    canvas.pixels.set(still.pixels);
    draw(canvas, index);
    yield canvas;
  }
}

export function stillOf(scene: Scene, size: Size, random: Random): { canvas: Canvas; alt: string } {
  const drawing = scene(size, random);
  if (!('canvas' in drawing)) throw new TypeError('Films are drawn over pixels');
  return drawing;
}
