/** Decoding once, and encoding to WebP in the sizes that pages ask for. */
import sharp, { type Sharp, type WebpOptions } from 'sharp';
import type { Orientation } from '../inspect/exif.ts';
import type { Animation } from './animation.ts';
import { FrameCanvas } from './frame-canvas.ts';
import type { DeepPicture, RawPicture } from './raw-picture.ts';
import { frameSizes, type PixelSize, type RenditionSize } from './rendition-sizes.ts';

export interface EncodedPicture extends PixelSize {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Effort 2 of 6 takes half the time of the default for a few per cent more bytes. */
const lossy: WebpOptions = { quality: 80, effort: 2 };
/** Halved colour shows where few pixels are looked at closely. */
const lossySmall: WebpOptions = { ...lossy, smartSubsample: true };
const lossless: WebpOptions = { lossless: true, effort: 2 };

const tinyPixels = 128 * 128;
const smallPixels = 320 * 320;
/** Drawings of few colours are smaller without loss, and stay as sharp as they are. */
const maxDrawingPixels = 1_000_000;
const maxDrawingColours = 256;

function optionsFor({ width, height }: PixelSize, isDrawing: boolean): WebpOptions {
  if (isDrawing || width * height <= tinyPixels) return lossless;
  return width * height <= smallPixels ? lossySmall : lossy;
}

/** Whether it has few colours, as pixel art and diagrams have. */
function hasFewColours({ data, channels, width, height }: RawPicture): boolean {
  if (width * height > maxDrawingPixels) return false;
  const colours = new Set<number>();
  for (let at = 0; at < data.length; at += channels) {
    let colour = 0;
    for (let channel = 0; channel < channels; channel += 1) colour = colour * 256 + (data[at + channel] ?? 0);
    colours.add(colour);
    if (colours.size > maxDrawingColours) return false;
  }
  return true;
}

const openRaw = ({ data, width, height, channels }: RawPicture): Sharp =>
  sharp(data, { raw: { width, height, channels }, limitInputPixels: false });

const toRaw = async (picture: Sharp): Promise<RawPicture> => {
  const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
};

/** Exif 2.32 §4.6.4 A. sharp mirrors before it turns. */
const turns: Record<Orientation, (picture: Sharp) => Sharp> = {
  1: (picture) => picture,
  2: (picture) => picture.flop(),
  3: (picture) => picture.rotate(180),
  4: (picture) => picture.flip(),
  5: (picture) => picture.flip().rotate(90),
  6: (picture) => picture.rotate(90),
  7: (picture) => picture.flop().rotate(90),
  8: (picture) => picture.rotate(270),
};

export const turn = async (picture: RawPicture, orientation: Orientation): Promise<RawPicture> =>
  orientation === 1 ? picture : toRaw(turns[orientation](openRaw(picture)));

/** To exactly that size: the sizes of renditions keep the picture's shape. */
const to = ({ width, height }: PixelSize) => ({ width, height, fit: 'fill' }) as const;

/** What a decoder gives, made no larger than the largest rendition: 8-bit sRGB, alpha kept. */
export const decodeTo = (picture: Sharp, size: PixelSize): Promise<RawPicture> =>
  toRaw(picture.resize(to(size)).toColourspace('srgb'));

/** The same with 16 bits a channel, in whatever colours the file has. */
export async function decodeDeepTo(picture: Sharp, size: PixelSize): Promise<DeepPicture> {
  const { data, info } = await picture
    .resize(to(size))
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const samples = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  return { data: samples, width: info.width, height: info.height, channels: info.channels };
}

/** @param original size of the picture before it was made smaller. In the order of `sizes`. */
export function encodeStill(
  picture: RawPicture,
  original: PixelSize,
  sizes: readonly RenditionSize[],
): Promise<EncodedPicture[]> {
  const isWhole = picture.width === original.width && picture.height === original.height;
  const isDrawing = isWhole && hasFewColours(picture);
  return Promise.all(
    sizes.map(async ({ name, ...size }) => {
      const keepsSize = size.width === picture.width && size.height === picture.height;
      const bytes = await openRaw(picture)
        .resize(to(size))
        .webp(optionsFor(size, isDrawing && keepsSize))
        .toBuffer();
      return { name, bytes, ...size };
    }),
  );
}

/** What sharp takes for a delay in milliseconds and for a number of repetitions. */
const maxCount = 65_535;

/** Beyond that an animation is encoded as fast as can be. */
const manyBytes = 50_000_000 * 4;
/** A size that is hardly smaller than the largest is not worth encoding all frames again. */
const worthwhileRatio = 1.5;

function sizesOfAnimation(animation: PixelSize): RenditionSize[] {
  const sizes = frameSizes(animation);
  const largest = sizes.at(-1);
  return sizes.filter(
    (size, index) => index === 0 || size === largest || size.width * worthwhileRatio <= (largest?.width ?? 0),
  );
}

/** Frames, delays and repetitions are kept; each frame is decoded once. Smallest first. */
export async function encodeAnimation(animation: Animation): Promise<EncodedPicture[]> {
  const sizes = sizesOfAnimation(animation);
  const largest = sizes.at(-1) ?? animation;
  const strip = await drawFrames(animation, largest);
  const delay = animation.frames.map((frame) => Math.min(frame.delay, maxCount));
  const loop = Math.min(animation.plays, maxCount);
  const isDrawing =
    hasFewColours({
      ...animation,
      data: strip.subarray(0, largest.width * largest.height * 4),
      channels: 4,
    }) && largest.width * largest.height <= smallPixels;
  const haste = strip.length > manyBytes ? { effort: 0 } : {};
  const encoded: EncodedPicture[] = [];
  for (const size of sizes) {
    const { width, height } = largest;
    const raw = { width, height: height * delay.length, pageHeight: height, channels: 4 } as const;
    const isLargest = size === largest;
    const picture = sharp(strip, { raw, animated: true, limitInputPixels: false });
    const bytes = await (isLargest ? picture : picture.resize(to(size)))
      .webp({ ...optionsFor(size, isDrawing && isLargest), ...haste, delay, loop })
      .toBuffer();
    encoded.push({ name: size.name, bytes, width: size.width, height: size.height });
  }
  return encoded;
}

/** All frames as they look, one below the other. */
async function drawFrames({ width, height, frames }: Animation, size: PixelSize): Promise<Uint8Array> {
  const canvas = new FrameCanvas(width, height);
  const frameBytes = size.width * size.height * 4;
  const strip = new Uint8Array(frameBytes * frames.length);
  const isSmaller = size.width !== width || size.height !== height;
  for (const [index, frame] of frames.entries()) {
    canvas.draw(frame, await frame.decode());
    const raw: RawPicture = { data: canvas.pixels, width, height, channels: 4 };
    const looks = isSmaller ? await toRaw(openRaw(raw).resize(to(size))) : raw;
    strip.set(looks.data, index * frameBytes);
  }
  return strip;
}
