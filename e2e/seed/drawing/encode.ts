/** Drawings to files. */
import sharp, { type Sharp } from 'sharp';
import type { MediaType } from '@media-feed/contract';
import type { Random } from '../random.ts';
import { type Canvas, type Size, toBytes } from './canvas.ts';
import type { Drawing } from './drawing.ts';

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

/** Frames of one size, shown again and again. */
export async function encodeAnimation(
  frames: readonly Canvas[],
  type: 'image/gif' | 'image/webp',
  frameMs: number,
  random: Random,
): Promise<Uint8Array<ArrayBuffer>> {
  const [first] = frames;
  if (!first) throw new RangeError('An animation needs a frame');
  const { width, height } = first;
  const pixels = Buffer.concat(frames.map((frame) => toBytes(frame, random, 0.5)));
  const strip = sharp(pixels, {
    raw: { width, height: height * frames.length, channels: 3, pageHeight: height },
  });
  const timing = { loop: 0, delay: frames.map(() => frameMs) };
  const encoded =
    type === 'image/gif'
      ? strip.gif({ ...timing, dither: 0.6, effort: 3 })
      : strip.webp({ ...timing, quality: 82, effort: 1 });
  return Uint8Array.from(await encoded.toBuffer());
}
