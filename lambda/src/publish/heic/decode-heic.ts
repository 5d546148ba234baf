/** Decodes a HEIC to the size that is published, in ordinary colours. */
import sharp, { type Sharp } from 'sharp';
import { deflateSync } from 'node:zlib';
import type { HeifPicture } from '../../inspect/heif-image.ts';
import type { ByteRange } from '../../inspect/byte-range.ts';
import type { CodedColour } from '../../inspect/inspection.ts';
import { isOrdinary, toOrdinary } from '../coded-colour.ts';
import { openPicture } from '../decode.ts';
import { chunksOf, joinPng } from '../png-chunks.ts';
import type { DeepPicture, RawPicture } from '../raw-picture.ts';
import type { PixelSize } from '../rendition-sizes.ts';
import type { Canvas } from './canvas.ts';
import { Composer } from './compose.ts';

const maxProfileBytes = 4 * 1024 * 1024;

/**
 * @param colour by the container, before what the coded picture says.
 * @param size of what is published, before it is turned.
 * @throws Malformed where pixels are missing or broken.
 */
export async function decodeHeic(
  file: Uint8Array,
  { image, profile, bits }: HeifPicture,
  colour: CodedColour | undefined,
  size: PixelSize,
): Promise<RawPicture> {
  const composer = new Composer(file, bits > 8);
  const shrunk = openCanvas(composer.compose(image))
    .extract(image.crop)
    .resize({ width: size.width, height: size.height, fit: 'fill' });
  const icc = profile && profileBytes(file, profile);
  if (icc) return withProfile(shrunk, icc);
  const known = colour ?? composer.colour;
  if (!known || isOrdinary(known)) return toRaw(shrunk.toColourspace('srgb'));
  return toOrdinary(await toDeep(shrunk, bits > 8), known);
}

const openCanvas = ({ data, width, height, channels }: Canvas): Sharp =>
  sharp(data, { raw: { width, height, channels }, limitInputPixels: false });

async function toRaw(picture: Sharp): Promise<RawPicture> {
  const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

async function toDeep(picture: Sharp, isDeep: boolean): Promise<DeepPicture> {
  if (!isDeep) {
    const { data, ...rest } = await toRaw(picture);
    return { ...rest, data: Uint16Array.from(data, (value) => value * 257) };
  }
  const { data, info } = await picture
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const samples = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  return { data: samples, width: info.width, height: info.height, channels: info.channels };
}

/** ICC.1 §7.2: its size, what it is for, and its signature; others are no profiles of pictures. */
function profileBytes(file: Uint8Array, { from, to }: ByteRange): Uint8Array | undefined {
  const bytes = Buffer.from(file.subarray(from, to));
  const isProfile =
    bytes.length >= 132 &&
    bytes.length <= maxProfileBytes &&
    bytes.toString('latin1', 36, 40) === 'acsp' &&
    bytes.toString('latin1', 16, 20) === 'RGB ';
  return isProfile ? bytes : undefined;
}

/** libvips takes a profile with a file only: a PNG that nothing is compressed in. */
async function withProfile(picture: Sharp, profile: Uint8Array): Promise<RawPicture> {
  const png = await picture.png({ compressionLevel: 0 }).toBuffer();
  const name = Buffer.from('profile\0\0', 'latin1');
  const iccp = { type: 'iCCP', data: Buffer.concat([name, deflateSync(profile)]) };
  const [header, ...rest] = [...chunksOf(png)];
  const pixels = rest.filter(({ type }) => type === 'IDAT');
  const end = { type: 'IEND', data: new Uint8Array(0) };
  const tagged = joinPng([...(header ? [header] : []), iccp, ...pixels, end]);
  // A profile that is broken is passed over.
  return toRaw(openPicture(Buffer.from(tagged), { failOn: 'none' }).toColourspace('srgb'));
}
