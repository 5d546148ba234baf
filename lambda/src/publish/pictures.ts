/** Pictures are decoded and encoded anew, so that nothing of the file but its pixels is left. */
import type { Rejection } from '@media-feed/contract';
import type { SharpOptions } from 'sharp';
import type { RejectedWithCause } from '../sandbox/messages.ts';
import type { Accepted, InspectionLimits } from '../inspect/inspection.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { rejected } from '../inspect/rejected.ts';
import { readApng } from './apng.ts';
import { encodeApng } from './encode-apng.ts';
import { encodeAnimation, encodeStill } from './encode-picture.ts';
import { makePlaceholder } from './placeholder.ts';
import type { Made } from './verify-output.ts';
import type { WritePiece } from './write-piece.ts';
import { readWhole } from './read-whole.ts';

/** REJECTED where the decoder gives up; rejects only where reading or writing fails. */
export async function publishPicture(
  reader: RangedReader,
  found: Accepted,
  limits: InspectionLimits,
  write: WritePiece,
): Promise<Made | RejectedWithCause> {
  const bytes = await readWhole(reader);
  if (found.mimeType === 'image/avif') nameStill(bytes);
  const made = await make(bytes, found, limits);
  if ('outcome' in made) return made;
  for (const { name, bytes: picture } of made.pictures) {
    await write({ name, position: 0, bytes: picture, settledBytes: 0, frontBytes: picture.length });
  }
  const renditions = made.pictures.map(({ name, width, height }) => ({ name, width, height }));
  return { outcome: 'READY', found, renditions, placeholder: made.placeholder };
}

async function make(bytes: Uint8Array, found: Accepted, limits: InspectionLimits) {
  // libvips reads animated GIF and WebP; of an AVIF sequence only the still that stands for it.
  const animated = found.frames > 1 && (found.mimeType === 'image/gif' || found.mimeType === 'image/webp');
  const options: SharpOptions = {
    // Every warning of a decoder is a damaged file, but for GIF, where old encoders' liberties warn.
    failOn: found.mimeType === 'image/gif' ? 'error' : 'warning',
    limitInputPixels: animated ? limits.maxAnimationPixels : limits.maxImagePixels,
    sequentialRead: true,
  };
  try {
    const pictures = await encode(bytes, found, options, animated);
    const smallest = pictures[0]?.bytes;
    return { pictures, placeholder: smallest ? await makePlaceholder(smallest) : null };
  } catch (error) {
    return describe(error);
  }
}

function encode(bytes: Uint8Array, found: Accepted, options: SharpOptions, animated: boolean) {
  const longerSide = Math.max(found.width ?? 1, found.height ?? 1);
  if (animated) return encodeAnimation(bytes, options, longerSide);
  const apng = found.frames > 1 && found.mimeType === 'image/png' ? readApng(bytes) : undefined;
  return apng ? encodeApng(apng, options) : encodeStill(bytes, options, longerSide);
}

/** What libvips had to say is for the log. */
function describe(error: unknown): RejectedWithCause {
  const cause = error instanceof Error ? error.message : String(error);
  const rejection: Rejection = cause.includes('exceeds pixel limit')
    ? { reason: 'TOO_MANY_PIXELS', parameters: { failure: 'OUT_OF_MEMORY' } }
    : { reason: 'CORRUPT', parameters: { failure: 'UNREADABLE_PICTURE' } };
  return { ...rejected(rejection), cause };
}

/**
 * libvips knows AVIF by its major brand, and "avis", a sequence, is not among those: it is told "avif" and takes
 * the still that stands for the sequence (AV1 Image File Format §6).
 */
function nameStill(bytes: Uint8Array): void {
  const brand = bytes.subarray(8, 12);
  if (Buffer.from(brand).toString('latin1') === 'avis') brand.set(Buffer.from('avif'));
}
