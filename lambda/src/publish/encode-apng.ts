/** An APNG becomes an animated WebP: decoded frame by frame, put together here, encoded as a strip. */
import sharp, { type SharpOptions } from 'sharp';
import { inside, wantedBoxes, webpOptions, type EncodedPicture } from './encode-picture.ts';
import { ApngCanvas } from './apng-canvas.ts';
import type { Apng, ApngFrame } from './apng.ts';

interface Strip {
  readonly box: number;
  readonly frames: Uint8Array[];
  width: number;
  height: number;
}

/** What sharp takes for a delay in milliseconds and for a number of repetitions. */
const maxCount = 65_535;

/** Frames, delays and repetitions are kept. Smallest first. */
export async function encodeApng(
  { width, height, plays, frames }: Apng,
  options: SharpOptions,
): Promise<EncodedPicture[]> {
  const canvas = new ApngCanvas(width, height);
  const strips = wantedBoxes(Math.max(width, height)).map<Strip>((box) => ({
    box,
    frames: [],
    width,
    height,
  }));
  for (const frame of frames) {
    canvas.draw(frame, await decode(frame, options));
    for (const strip of strips) await addTo(strip, canvas.pixels, width, height);
  }
  const delay = frames.map((frame) => Math.min(frame.delay, maxCount));
  const encoded: EncodedPicture[] = [];
  for (const strip of strips) encoded.push(await encode(strip, delay, Math.min(plays, maxCount)));
  return encoded;
}

const decode = ({ png }: ApngFrame, options: SharpOptions): Promise<Uint8Array> =>
  sharp(png, options).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer();

async function addTo(strip: Strip, pixels: Uint8Array, width: number, height: number): Promise<void> {
  const { data, info } = await sharp(pixels, { raw: { width, height, channels: 4 } })
    .resize(inside(strip.box))
    .raw()
    .toBuffer({ resolveWithObject: true });
  strip.frames.push(data);
  strip.width = info.width;
  strip.height = info.height;
}

async function encode(
  { box, frames, width, height }: Strip,
  delay: number[],
  loop: number,
): Promise<EncodedPicture> {
  const raw = { width, height: height * frames.length, pageHeight: height, channels: 4 } as const;
  const bytes = await sharp(Buffer.concat(frames), { raw, limitInputPixels: false })
    .webp({ ...webpOptions, delay, loop })
    .toBuffer();
  return { name: `${String(box)}.webp`, bytes, width, height };
}
