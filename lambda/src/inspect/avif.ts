/** AVIF: AV1 Image File Format v1.1 over HEIF (ISO/IEC 23008-12). */
import { readItems, type ItemProperty, type Items } from './avif-items.ts';
import { hasText, i32be, Malformed, u16be, u32be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { checkPixels, imageFacts, type Facts } from './facts.ts';
import type { CodedColour, Patch } from './inspection.ts';
import type { Box } from './iso-boxes.ts';
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
  const picture: Picture = { width: 0, height: 0, colour: undefined, patches: [] };
  const own = (items.associations.get(primary) ?? []).map((index) => items.properties[index - 1]);
  // ISO/IEC 14496-12 §8.11.14: index 0 stands for none.
  const properties = own.filter((property) => property !== undefined);
  const size = properties.find(({ type }) => type === 'ispe');
  if (size) {
    picture.width = u32be(size.content, 4);
    picture.height = u32be(size.content, 8);
  }
  if (picture.width === 0 || picture.height === 0) throw new Malformed('The picture has no width or height.');
  for (const property of properties) apply(property, picture);
  // A profile says more, and counts where both are there (MIAF §7.3.6.4).
  if (properties.some(({ type, content }) => type === 'colr' && !hasText(content, 0, 'nclx')))
    picture.colour = undefined;
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
  return [{ offset: mirrored.offset, bytes: [u8(mirrored.content, 0) ^ 1] }];
}

function apply({ type, content, offset }: ItemProperty, picture: Picture): void {
  const { width, height } = picture;
  if (type === 'clap') {
    const cut = cleanAperture(content, width, height);
    // Browsers show the whole picture, and so does a decoder that is told to cut nothing off.
    if (cut) Object.assign(picture, cut);
    else picture.patches.push({ offset, bytes: wholeAperture(width, height) });
  } else if (type === 'irot' && u8(content, 0) % 2 === 1) {
    picture.width = height;
    picture.height = width;
  } else if (type === 'colr') picture.colour ??= codedColour(content);
}

/**
 * ISO/IEC 14496-12 §12.1.4 clap: width and height as fractions, and how far their centre is from the picture's.
 * `undefined` where it reaches out of the picture.
 */
function cleanAperture(
  content: Uint8Array,
  width: number,
  height: number,
): { width: number; height: number } | undefined {
  if (content.length < 32) return undefined;
  const [cutWidth, cutHeight] = [
    u32be(content, 0) / u32be(content, 4),
    u32be(content, 8) / u32be(content, 12),
  ];
  const [across, down] = [i32be(content, 16) / u32be(content, 20), i32be(content, 24) / u32be(content, 28)];
  const left = across + (width - cutWidth) / 2;
  const top = down + (height - cutHeight) / 2;
  const fits =
    cutWidth >= 1 &&
    cutHeight >= 1 &&
    left >= 0 &&
    top >= 0 &&
    left + cutWidth <= width &&
    top + cutHeight <= height;
  // As libheif rounds the edges.
  return fits ? { width: Math.round(cutWidth), height: Math.round(cutHeight) } : undefined;
}

const wholeAperture = (width: number, height: number): number[] =>
  [width, 1, height, 1, 0, 1, 0, 1].flatMap((value) => [
    value >>> 24,
    (value >>> 16) & 0xff,
    (value >>> 8) & 0xff,
    value & 0xff,
  ]);

/** ISO/IEC 14496-12 §12.1.5 colr, "nclx": numbers of ITU-T H.273. */
function codedColour(content: Uint8Array): CodedColour | undefined {
  if (!hasText(content, 0, 'nclx') || content.length < 8) return undefined;
  return { primaries: u16be(content, 4), transfer: u16be(content, 6) };
}

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

const itemCodecs: Record<string, string> = {
  hvc1: 'a HEIC picture',
  hev1: 'a HEIC picture',
  avc1: 'an AVC picture in a HEIF container',
  jpeg: 'a JPEG in a HEIF container',
  j2k1: 'a JPEG 2000 picture in a HEIF container',
  vvc1: 'a VVC picture in a HEIF container',
  unci: 'an uncompressed picture in a HEIF container',
};

function checkItemType(examination: Examination, items: Items): void {
  const type = items.types.get(items.primary ?? -1) ?? '';
  if (/^(av01|grid|iovl|iden|tmap)$/.test(type)) {
    const hasAv1 = [...items.types.values()].includes('av01');
    if (!hasAv1) examination.rejectUnsupported('a HEIF picture');
  } else {
    examination.rejectUnsupported(itemCodecs[type] ?? 'a HEIF picture');
  }
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
  meta: Box | undefined,
  movie: Movie | undefined,
): Promise<Facts> {
  if (!meta) throw new Malformed('The picture has no index.');
  const items = await readItems(examination, meta);
  checkItemType(examination, items);
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
