/** The one thing of EXIF that matters here: how the picture is turned. */
import { hasText, u16be, u16le, u32be, u32le } from './bytes.ts';

const orientationTag = 0x0112;
const ifdEntryBytes = 12;

/**
 * Orientation 1 to 8 from a TIFF structure (TIFF 6.0 §2 «Image File Header»; Exif 2.32 §4.6.4 A); 1 where it says
 * nothing sensible. Only the first directory is read, so that loops of directories cost nothing.
 */
export function exifOrientation(exif: Uint8Array): number {
  const tiff = hasText(exif, 0, 'Exif\0') ? exif.subarray(6) : exif;
  const isLittle = hasText(tiff, 0, 'II*\0');
  if (!isLittle && !hasText(tiff, 0, 'MM\0*')) return 1;
  const u16 = isLittle ? u16le : u16be;
  const directory = (isLittle ? u32le : u32be)(tiff.length >= 8 ? tiff : new Uint8Array(8), 4);
  if (directory < 8 || directory + 2 > tiff.length) return 1;
  const entries = u16(tiff, directory);
  for (let index = 0; index < entries; index += 1) {
    const at = directory + 2 + index * ifdEntryBytes;
    if (at + ifdEntryBytes > tiff.length) return 1;
    if (u16(tiff, at) !== orientationTag) continue;
    const value = u16(tiff, at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** Whether an orientation swaps width and height. */
export const isSideways = (orientation: number): boolean => orientation >= 5;
