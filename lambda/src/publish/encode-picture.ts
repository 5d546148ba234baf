/** Decoding by libvips and encoding to WebP, in the sizes that pages ask for. */
import sharp, { type SharpOptions } from 'sharp';

export interface EncodedPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Pixels of the longer side. A picture gets each box that it is larger than, and the next one in its own size. */
const boxes = [320, 960, 2048] as const;
/** Effort 2 of 6 takes half the time of the default for a few per cent more bytes. */
export const webpOptions = { quality: 80, effort: 2 } as const;

// Every file is decoded once: a cache would only hold memory.
sharp.cache(false);
// sharp guesses the format by itself: let it guess only among those that were inspected.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});

export const wantedBoxes = (longerSide: number): number[] =>
  boxes.filter((_box, index) => index === 0 || (boxes[index - 1] ?? 0) < longerSide);

export const inside = (box: number) =>
  ({ width: box, height: box, fit: 'inside', withoutEnlargement: true }) as const;

/** Decodes once, to the largest rendition's pixels: 8-bit sRGB, upright, alpha kept. Smallest first. */
export async function encodeStill(
  bytes: Uint8Array,
  options: SharpOptions,
  longerSide: number,
): Promise<EncodedPicture[]> {
  const wanted = wantedBoxes(longerSide);
  const { data, info } = await sharp(bytes, options)
    .autoOrient()
    .resize(inside(wanted.at(-1) ?? boxes[0]))
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return Promise.all(
    wanted.map(async (box) => {
      const picture = await sharp(data, { raw: { width, height, channels } })
        .resize(inside(box))
        .webp(webpOptions)
        .toBuffer({ resolveWithObject: true });
      return {
        name: `${String(box)}.webp`,
        bytes: picture.data,
        width: picture.info.width,
        height: picture.info.height,
      };
    }),
  );
}

/** Frames, delays and repetitions are kept. Smallest first. */
export async function encodeAnimation(
  bytes: Uint8Array,
  options: SharpOptions,
  longerSide: number,
): Promise<EncodedPicture[]> {
  const encoded: EncodedPicture[] = [];
  for (const box of wantedBoxes(longerSide)) {
    const { data, info } = await sharp(bytes, { ...options, animated: true })
      .resize(inside(box))
      .toColourspace('srgb')
      .webp(webpOptions)
      .toBuffer({ resolveWithObject: true });
    const { width, height, pageHeight } = info;
    encoded.push({ name: `${String(box)}.webp`, bytes: data, width, height: pageHeight ?? height });
  }
  return encoded;
}
