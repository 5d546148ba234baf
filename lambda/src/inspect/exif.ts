/** The one thing of EXIF that matters here: how the picture is turned. */
import { hasText, u16be, u16le, u32be, u32le } from './bytes.ts';

const orientationTag = 0x0112;
const ifdEntryBytes = 12;

/** Exif 2.32 §4.6.2, «SHORT»: the only type that the tag may have. */
const shortType = 3;

/** 1 to 8: how the stored picture is to be turned and mirrored (Exif 2.32 §4.6.4 A). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
const orientations: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * The orientation that a TIFF structure tells (TIFF 6.0 §2 «Image File Header»); 1 where it says nothing sensible.
 * As browsers have it: the first entry of the right type and a sensible value counts, others don't. Only the first
 * directory is read, so that loops of directories cost nothing.
 */
export function exifOrientation(tiff: Uint8Array): Orientation {
  const isLittle = hasText(tiff, 0, 'II*\0');
  if (!isLittle && !hasText(tiff, 0, 'MM\0*')) return 1;
  const u16 = isLittle ? u16le : u16be;
  const u32 = isLittle ? u32le : u32be;
  const directory = tiff.length >= 8 ? u32(tiff, 4) : 0;
  if (directory < 8 || directory + 2 > tiff.length) return 1;
  const entries = u16(tiff, directory);
  for (let index = 0; index < entries; index += 1) {
    const at = directory + 2 + index * ifdEntryBytes;
    if (at + ifdEntryBytes > tiff.length) return 1;
    if (u16(tiff, at) !== orientationTag || u16(tiff, at + 2) !== shortType || u32(tiff, at + 4) !== 1)
      continue;
    const orientation = orientations.find((known) => known === u16(tiff, at + 8));
    if (orientation !== undefined) return orientation;
  }
  return 1;
}

/** Whether an orientation swaps width and height. */
export const isSideways = (orientation: Orientation): boolean => orientation >= 5;
