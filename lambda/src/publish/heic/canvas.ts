/** Pixels in memory while a HEIC is put together: red, green and blue, and alpha where there is any. */
import type { HeifImage } from '../../inspect/heif-image.ts';
import type { Crop } from '../../inspect/heif-image.ts';
import { storedPlace } from '../../inspect/heif-properties.ts';

export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** 8 or 16 bits a sample. */
  readonly data: Uint8Array | Uint16Array;
}

export const fullOf = ({ data }: Canvas): number => (data instanceof Uint16Array ? 0xffff : 0xff);

export function newCanvas(width: number, height: number, channels: 3 | 4, isDeep: boolean): Canvas {
  const samples = width * height * channels;
  return { width, height, channels, data: isDeep ? new Uint16Array(samples) : new Uint8Array(samples) };
}

/** @param colour 16 bits each. */
export function fill(canvas: Canvas, colour: readonly [number, number, number, number]): void {
  const { data, channels } = canvas;
  const shift = data instanceof Uint16Array ? 0 : 8;
  const pixel = colour.slice(0, channels).map((value) => value >> shift);
  if (pixel.every((value) => value === 0)) return;
  for (let at = 0; at < data.length; at += channels) data.set(pixel, at);
}

/** What is shown of a picture: cut, and turned upright. */
export function upright(
  canvas: Canvas,
  { crop, orientation }: Pick<HeifImage, 'crop' | 'orientation'>,
): Canvas {
  const isWhole = crop.width === canvas.width && crop.height === canvas.height;
  if (isWhole && orientation === 1) return canvas;
  const isTurned = orientation >= 5;
  const [width, height] = isTurned ? [crop.height, crop.width] : [crop.width, crop.height];
  const shown = newCanvas(width, height, canvas.channels, canvas.data instanceof Uint16Array);
  const placeOf = storedPlace(orientation, crop);
  const { channels } = canvas;
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const place = placeOf(x, y);
      const [down, across] = [Math.floor(place / crop.width), place % crop.width];
      let from = ((crop.top + down) * canvas.width + crop.left + across) * channels;
      for (let channel = 0; channel < channels; channel += 1) shown.data[to++] = canvas.data[from++] ?? 0;
    }
  }
  return shown;
}

/** The part of a picture of that size which lies on the canvas when its upper left is at `left`, `top`. */
export function overlap(
  { width, height }: Pick<Canvas, 'width' | 'height'>,
  picture: Pick<Canvas, 'width' | 'height'>,
  left: number,
  top: number,
): Crop {
  const [fromX, fromY] = [Math.max(0, -left), Math.max(0, -top)];
  return {
    left: fromX,
    top: fromY,
    width: Math.max(0, Math.min(picture.width, width - left) - fromX),
    height: Math.max(0, Math.min(picture.height, height - top) - fromY),
  };
}

/** Draws a picture over what is there. */
export function draw(canvas: Canvas, picture: Canvas, left: number, top: number): void {
  const part = overlap(canvas, picture, left, top);
  const full = fullOf(canvas);
  for (let y = part.top; y < part.top + part.height; y += 1) {
    let from = (y * picture.width + part.left) * picture.channels;
    let to = ((top + y) * canvas.width + left + part.left) * canvas.channels;
    for (let x = 0; x < part.width; x += 1) {
      const alpha = picture.channels === 4 ? (picture.data[from + 3] ?? 0) / full : 1;
      blend(canvas, to, picture, from, alpha);
      from += picture.channels;
      to += canvas.channels;
    }
  }
}

/** Porter and Duff's «over», alpha not multiplied in. */
function blend(canvas: Canvas, to: number, picture: Canvas, from: number, alpha: number): void {
  const full = fullOf(canvas);
  const below = canvas.channels === 4 ? ((canvas.data[to + 3] ?? 0) / full) * (1 - alpha) : 1 - alpha;
  const whole = alpha + below;
  for (let channel = 0; channel < 3; channel += 1) {
    const [over, under] = [picture.data[from + channel] ?? 0, canvas.data[to + channel] ?? 0];
    canvas.data[to + channel] = whole > 0 ? Math.round((over * alpha + under * below) / whole) : 0;
  }
  if (canvas.channels === 4) canvas.data[to + 3] = Math.round(whole * full);
}
