/** Drawings to files. */
import sharp, { type Sharp } from 'sharp';
import type { MediaType } from '@media-feed/contract';
import { type Size, toBytes } from './canvas.ts';
import type { Drawing } from './drawing.ts';
import type { Film } from '../film/write-film.ts';
import type { Random } from '../random.ts';

export type StillType = Extract<MediaType, 'image/jpeg' | 'image/png' | 'image/webp' | 'image/avif'>;

/** Enlarges pixels to `size` where they were drawn smaller; shapes are drawn at any size. */
export async function encodeStill(
  drawing: Drawing,
  size: Size,
  type: StillType,
  random: Random,
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = size;
  const picture = (
    'svg' in drawing
      ? sharp(Buffer.from(drawing.svg)).flatten()
      : sharp(toBytes(drawing.canvas, random, drawing.grain), {
          raw: { width: drawing.canvas.width, height: drawing.canvas.height, channels: 3 },
        })
  ).resize(width, height, { fit: 'fill' });
  return Uint8Array.from(await encodeAs(picture, type).toBuffer());
}

function encodeAs(picture: Sharp, type: StillType): Sharp {
  switch (type) {
    case 'image/jpeg':
      return picture.jpeg({ quality: 88, chromaSubsampling: '4:4:4' });
    case 'image/png':
      return picture.png({ compressionLevel: 6 });
    case 'image/webp':
      return picture.webp({ quality: 88, effort: 2 });
    case 'image/avif':
      return picture.avif({ quality: 68, effort: 1 });
  }
}

/** Frames shown again and again; `every` second or third of them is enough. */
export async function encodeAnimation(
  { width, height, frames, framesPerSecond }: Film,
  every: number,
  type: 'image/gif' | 'image/webp',
  random: Random,
): Promise<Uint8Array<ArrayBuffer>> {
  const kept: Uint8Array[] = [];
  let index = 0;
  for (const frame of frames) {
    // Films draw on one canvas: each frame is read while it is there.
    if (index % every === 0) kept.push(toBytes(frame, random, 0.5));
    index += 1;
  }
  const strip = sharp(Buffer.concat(kept), {
    raw: { width, height: height * kept.length, channels: 3, pageHeight: height },
  });
  const timing = { loop: 0, delay: kept.map(() => (1000 * every) / framesPerSecond) };
  const encoded =
    type === 'image/gif'
      ? strip.gif({ ...timing, dither: 0, effort: 1 })
      : strip.webp({ ...timing, quality: 82, effort: 1 });
  return Uint8Array.from(await encoded.toBuffer());
}
