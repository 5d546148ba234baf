/** Pictures are decoded and encoded anew, so that nothing of the file but its pixels is left. */
import { noticeOf, type Rejection } from '@media-feed/contract';
import type { Sharp, SharpOptions } from 'sharp';
import type { RejectedWithCause } from '../sandbox/messages.ts';
import { Malformed } from '../inspect/bytes.ts';
import { isSideways } from '../inspect/exif.ts';
import type { Accepted, InspectionLimits } from '../inspect/inspection.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { rethrowLibraryFailure } from '../library-failure.ts';
import { rejected } from '../inspect/rejected.ts';
import type { Animation } from './animation.ts';
import { readApng } from './apng.ts';
import { cleanJpeg } from './clean-jpeg.ts';
import { isOrdinary, toOrdinary } from './coded-colour.ts';
import { openPicture } from './decode.ts';
import {
  decodeDeepTo,
  decodeTo,
  encodeAnimation,
  encodeStill,
  turn,
  type EncodedPicture,
} from './encode-picture.ts';
import { readGif } from './gif.ts';
import { decodeHeic } from './heic/decode-heic.ts';
import { makePlaceholder } from './placeholder.ts';
import { FrameCanvas } from './frame-canvas.ts';
import { cleanPng } from './png-chunks.ts';
import { withRightAdler } from './png-adler.ts';
import { patchedReader } from './patched-reader.ts';
import type { RawPicture } from './raw-picture.ts';
import { readWhole } from './read-whole.ts';
import { renditionSizes, type PixelSize } from './rendition-sizes.ts';
import { readWebpAnimation } from './webp-frames.ts';
import type { Made } from './verify-output.ts';
import type { WritePiece } from './write-piece.ts';

/** REJECTED where the decoder gives up; rejects only where reading or writing fails, or a library does not load. */
export async function publishPicture(
  reader: RangedReader,
  found: Accepted,
  limits: InspectionLimits,
  write: WritePiece,
): Promise<Made | RejectedWithCause> {
  const bytes = await readWhole(patchedReader(reader, found.patches ?? []));
  const made = await make(bytes, found, limits);
  if ('outcome' in made) return made;
  for (const { name, bytes: picture } of made.pictures) {
    await write({ name, position: 0, bytes: picture, settledBytes: 0, frontBytes: picture.length });
  }
  const renditions = made.pictures.map(({ name, width, height }) => ({ name, width, height }));
  const notices = found.isStillOfMore ? [noticeOf({ code: 'STILL_ONLY', parameters: {} })] : [];
  return { outcome: 'READY', found, renditions, placeholder: made.placeholder, notices };
}

async function make(bytes: Uint8Array, found: Accepted, limits: InspectionLimits) {
  try {
    const pictures = await encode(bytes, found, limits);
    const smallest = pictures[0]?.bytes;
    return { pictures, placeholder: smallest ? await makePlaceholder(smallest) : null };
  } catch (error) {
    rethrowLibraryFailure(error);
    return describe(error);
  }
}

async function encode(
  bytes: Uint8Array,
  found: Accepted,
  limits: InspectionLimits,
): Promise<EncodedPicture[]> {
  const size = { width: found.width ?? 1, height: found.height ?? 1 };
  const animation = readAnimation(bytes, found, size);
  if (animation && animation.frames.length > 1) return encodeAnimation(animation);
  const picture = animation ? await drawStill(animation) : await decodeStill(bytes, found, size, limits);
  return encodeStill(await turn(picture, found.orientation ?? 1), size, renditionSizes(size));
}

/** GIFs always are one, if of a single frame; of an AVIF sequence only the still that stands for it is published. */
function readAnimation(bytes: Uint8Array, found: Accepted, size: PixelSize): Animation | undefined {
  if (found.mimeType === 'image/gif') return readGif(bytes, size);
  if (found.frames === 1) return undefined;
  if (found.mimeType === 'image/webp') return readWebpAnimation(bytes, size);
  return found.mimeType === 'image/png' ? readApng(bytes) : undefined;
}

/** A GIF's only frame, on its canvas. */
async function drawStill(animation: Animation): Promise<RawPicture> {
  const { width, height, frames } = animation;
  const canvas = new FrameCanvas(width, height);
  for (const frame of frames) canvas.draw(frame, await frame.decode());
  return { data: canvas.pixels, width, height, channels: 4 };
}

async function decodeStill(
  bytes: Uint8Array,
  { mimeType, orientation, colour, heif }: Accepted,
  size: PixelSize,
  { maxImagePixels }: InspectionLimits,
): Promise<RawPicture> {
  const largest = renditionSizes(size).at(-1) ?? size;
  const { width, height } = largest;
  const asStored = isSideways(orientation ?? 1) ? { width: height, height: width } : largest;
  if (heif) return decodeHeic(bytes, heif, colour, asStored);
  const decode = async (
    picture: Uint8Array,
    failOn: SharpOptions['failOn'] = 'warning',
  ): Promise<RawPicture> => {
    const opened = openPicture(picture, { limitInputPixels: maxImagePixels, failOn });
    await checkSize(opened, isSideways(orientation ?? 1) ? { width: size.height, height: size.width } : size);
    return colour && !isOrdinary(colour)
      ? toOrdinary(await decodeDeepTo(opened, asStored), colour)
      : decodeTo(opened, asStored);
  };
  if (mimeType === 'image/jpeg') return decodeJpeg(cleanJpeg(bytes), decode);
  if (mimeType === 'image/png') return decodePng(cleanPng(bytes), decode);
  return decode(bytes);
}

/** Two readers of one fact must agree: what is announced is what the inspection has found. */
async function checkSize(picture: Sharp, { width, height }: PixelSize): Promise<void> {
  const seen = await picture.metadata();
  if (seen.width !== width || seen.height !== height) throw new Malformed('The picture tells two sizes.');
}

type Decode = (picture: Uint8Array, failOn?: SharpOptions['failOn']) => Promise<RawPicture>;

/** More junk than that before the end marker is what is left of pixels that could not be read. */
const maxJunkBytes = 64;

/** Some cameras write a few bytes between the last scan and the end marker: all pixels are read by then. */
async function decodeJpeg(jpeg: Uint8Array, decode: Decode): Promise<RawPicture> {
  try {
    return await decode(jpeg);
  } catch (error) {
    const message = error instanceof Error ? error.message.trim() : '';
    const junk = /^VipsJpeg: Corrupt JPEG data: (\d+) extraneous bytes before marker 0xd9$/.exec(
      message,
    )?.[1];
    if (junk === undefined || Number(junk) > maxJunkBytes) throw error;
    return decode(jpeg, 'error');
  }
}

/** A wrong checksum of pixels that are all there is looked for only where decoding has failed. */
async function decodePng(png: Uint8Array, decode: Decode): Promise<RawPicture> {
  try {
    return await decode(png);
  } catch (error) {
    const corrected = await withRightAdler(png);
    if (!corrected) throw error;
    return decode(corrected);
  }
}

/** What libvips had to say is for the log. */
function describe(error: unknown): RejectedWithCause {
  const cause = error instanceof Error ? error.message : String(error);
  const rejection: Rejection = cause.includes('exceeds pixel limit')
    ? { reason: 'TOO_MANY_PIXELS', parameters: { failure: 'OUT_OF_MEMORY' } }
    : { reason: 'CORRUPT', parameters: { failure: 'UNREADABLE_PICTURE' } };
  return { ...rejected(rejection), cause };
}
