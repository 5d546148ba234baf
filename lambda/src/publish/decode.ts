/** libvips, told what it may read and how strict it is to be. */
import sharp, { type Sharp, type SharpOptions } from 'sharp';

// Every file is decoded once: a cache would only hold memory.
sharp.cache(false);
// sharp guesses the format by itself: let it guess only among those that were inspected.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});

/** Whatever a decoder warns of is damage: what is none was taken out of the file before. */
export const openPicture = (bytes: Uint8Array, options: SharpOptions = {}): Sharp =>
  sharp(bytes, { failOn: 'warning', sequentialRead: true, limitInputPixels: false, ...options });

/** 8-bit RGBA in sRGB, alpha not multiplied in. */
export const decodeRgba = (bytes: Uint8Array): Promise<Uint8Array> =>
  openPicture(bytes).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer();
