import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';

/** The longest side that a thumbhash takes, in pixels. */
const maxSide = 100;

/** A thumbhash in base64 of an encoded picture, of its first frame where it moves. */
export async function makePlaceholder(picture: Uint8Array): Promise<string> {
  const { data, info } = await sharp(picture)
    .resize({ width: maxSide, height: maxSide, fit: 'inside' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}
