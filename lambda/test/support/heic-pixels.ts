/** The pixels that publishing makes of a HEIC before they are encoded, and what they are to be. */
import { expect } from '@jest/globals';
import sharp from 'sharp';
import { decodeHeic } from '../../src/publish/heic/decode-heic.ts';
import { turn } from '../../src/publish/encode-picture.ts';
import type { RawPicture } from '../../src/publish/raw-picture.ts';
import { fixture, inspectFully } from '../inspect/support.ts';

/** Upright, in its own size. */
export async function pixelsOf(heic: Buffer): Promise<RawPicture> {
  const found = await inspectFully(heic, 'image/heic');
  if (found.outcome === 'REJECTED') throw new Error(found.detail);
  const { heif, colour, orientation = 1 } = found;
  if (!heif) throw new Error('It was not read as a HEIC');
  const { width, height } = heif.image.crop;
  const picture = await turn(await decodeHeic(heic, heif, colour, { width, height }), orientation);
  expect([picture.width, picture.height]).toEqual([found.width, found.height]);
  return picture;
}

/** What FFmpeg made of the pictures in a stream, one below the other (test/fixtures/make-fixtures.sh). */
export async function reference(
  name: string,
  left = 0,
  top = 0,
  width = 160,
  height = 120,
): Promise<RawPicture> {
  const { data, info } = await sharp(fixture(name))
    .extract({ left, top, width, height })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, ...info };
}

/** Composes pictures on a canvas that is black where there are none. */
export async function composed(
  width: number,
  height: number,
  parts: readonly { picture: RawPicture; left: number; top: number }[],
  background = '#000',
): Promise<RawPicture> {
  const [wide, high] = [width + 512, height + 512];
  const canvas = sharp({ create: { width: wide, height: high, channels: 3, background } });
  const inputs = parts.map(({ picture: { data, ...raw }, left, top }) => ({
    input: Buffer.from(data),
    raw,
    left: left + 256,
    top: top + 256,
  }));
  const whole = await canvas.composite(inputs).removeAlpha().raw().toBuffer();
  const { data, info } = await sharp(whole, { raw: { width: wide, height: high, channels: 3 } })
    .extract({ left: 256, top: 256, width, height })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, ...info };
}

/**
 * Decoders agree on every sample of HEVC; where they make colours of halved chroma they round, and weigh neighbours,
 * differently.
 */
export function expectSamePixels(seen: RawPicture, wanted: RawPicture, mean = 1.5, most = 12): void {
  expect([seen.width, seen.height]).toEqual([wanted.width, wanted.height]);
  let sum = 0;
  let far = 0;
  const pixels = seen.width * seen.height;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const one = seen.data[pixel * seen.channels + Math.min(channel, seen.channels - 1)] ?? 0;
      const other = wanted.data[pixel * wanted.channels + Math.min(channel, wanted.channels - 1)] ?? 0;
      const difference = Math.abs(one - other);
      sum += difference;
      if (difference > most) far += 1;
    }
  }
  expect(sum / pixels / 3).toBeLessThan(mean);
  expect(far / pixels / 3).toBeLessThan(0.01);
}
