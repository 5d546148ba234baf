/** AVIF: AV1 Image File Format v1.1 over HEIF (ISO/IEC 23008-12). */
import { hasText, Malformed, u32be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { checkPixels, imageFacts, type Facts } from './facts.ts';
import { propertiesOf, type ItemProperty, type Items } from './heif-items.ts';
import { cleanAperture, codedSize, colourOf } from './heif-properties.ts';
import type { CodedColour, Patch } from './inspection.ts';
import type { Movie } from './iso-movie.ts';
import { checkSamples, countSamples } from './iso-samples.ts';

interface Picture {
  width: number;
  height: number;
  colour: CodedColour | undefined;
  patches: Patch[];
}

/** The primary item's size once it is cut and turned: its properties apply in their order (HEIF §6.5, «transformative»). */
function primaryPicture(items: Items): Picture {
  const { primary } = items;
  if (primary === undefined || !items.types.has(primary))
    throw new Malformed('The picture has no primary item.');
  const properties = propertiesOf(items, primary);
  const picture: Picture = { ...codedSize(properties), colour: colourOf(properties), patches: [] };
  for (const property of properties) apply(property, picture);
  picture.patches.push(...mirrorAfterTurning(properties));
  return picture;
}

/**
 * MIAF (ISO/IEC 23000-22) §7.3.6.7 has irot before imir, and browsers apply them so whatever their order; libheif in
 * that of the file, where the other axis comes to the same.
 */
function mirrorAfterTurning(properties: readonly ItemProperty[]): Patch[] {
  const mirror = properties.findIndex(({ type }) => type === 'imir');
  const turn = properties.findIndex(({ type }) => type === 'irot');
  const [mirrored, turned] = [properties[mirror], properties[turn]];
  if (!mirrored || !turned || mirror > turn || u8(turned.content, 0) % 2 === 0) return [];
  return [{ offset: mirrored.range.from, bytes: [u8(mirrored.content, 0) ^ 1] }];
}

function apply({ type, content, range }: ItemProperty, picture: Picture): void {
  const { width, height } = picture;
  if (type === 'clap') {
    const cut = cleanAperture(content, width, height);
    // Browsers show the whole picture, and so does a decoder that is told to cut nothing off.
    if (cut) {
      picture.width = cut.width;
      picture.height = cut.height;
    } else picture.patches.push({ offset: range.from, bytes: wholeAperture(width, height) });
  } else if (type === 'irot' && u8(content, 0) % 2 === 1) {
    picture.width = height;
    picture.height = width;
  }
}

const wholeAperture = (width: number, height: number): number[] =>
  [width, 1, height, 1, 0, 1, 0, 1].flatMap((value) => [
    value >>> 24,
    (value >>> 16) & 0xff,
    (value >>> 8) & 0xff,
    value & 0xff,
  ]);

/** What libheif holds of each pixel: planes, their copy in RGB, alpha. Measured, and twice that for more than 8 bits. */
function decoderBytesPerPixel({ properties }: Items): number {
  const configurations = properties
    .filter(({ type }) => type === 'av1C')
    .map(({ content }) => u8(content, 2));
  // AV1 ISOBMFF §2.3.3: bit 6 high_bitdepth, bit 4 monochrome, bits 3 and 2 chroma_subsampling.
  const isHigh = configurations.some((flags) => (flags & 0x40) !== 0);
  const isHalved = configurations.every((flags) => (flags & 0x10) !== 0 || (flags & 0x0c) === 0x0c);
  const hasAlpha = properties.some(({ type }) => type === 'auxC');
  return ((isHalved ? 16 : 19) + (hasAlpha ? 4 : 0)) * (isHigh ? 1.5 : 1);
}

/** A coded item needs its configuration (AVIF §2.2.1: av1C must be associated). */
function checkCodedItems(items: Items): void {
  for (const indexes of items.associations.values()) {
    if (indexes.some((index) => index > items.properties.length)) {
      throw new Malformed('The picture refers to a property that it does not have.');
    }
  }
  for (const [id, type] of items.types) {
    if (type !== 'av01') continue;
    const own = (items.associations.get(id) ?? []).map((index) => items.properties[index - 1]?.type);
    if (!own.includes('av1C')) throw new Malformed('A picture in it has no description of its codec.');
    if (!own.includes('ispe')) throw new Malformed('A picture in it has no size.');
  }
}

async function countFrames(examination: Examination, movie: Movie | undefined): Promise<number> {
  let frames = 1;
  for (const { handler, sampleTable } of movie?.tracks ?? []) {
    if (!/^(pict|vide)$/.test(handler)) continue;
    if (examination.depth === 'whole') await checkSamples(examination, sampleTable, false);
    frames = Math.max(frames, await countSamples(examination, sampleTable));
  }
  return frames;
}

export async function examineAvif(
  examination: Examination,
  items: Items,
  movie: Movie | undefined,
): Promise<Facts> {
  const picture = primaryPicture(items);
  checkCodedItems(items);
  if (items.furthestByte > examination.size) throw new Malformed('The picture ends too early.');
  for (const { type, content } of items.properties) {
    if (type === 'ispe') checkPixels(examination, u32be(content, 4), u32be(content, 8), 'IMAGE');
  }
  const facts = imageFacts(examination, {
    mimeType: 'image/avif',
    width: picture.width,
    height: picture.height,
    frames: await countFrames(examination, movie),
    decoderBytesPerPixel: decoderBytesPerPixel(items),
  });
  const brand = await examination.bytes(brandOffset, 4);
  // libvips knows the still that stands for a sequence by the other brand alone (AV1 Image File Format §6).
  const named = hasText(brand, 0, 'avis') ? [{ offset: brandOffset, bytes: [...Buffer.from('avif')] }] : [];
  return {
    ...facts,
    ...(picture.colour ? { colour: picture.colour } : {}),
    patches: [...picture.patches, ...named],
  };
}

/** §4.3 ftyp: behind size and type. */
const brandOffset = 8;
