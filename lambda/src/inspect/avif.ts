/** AVIF: AV1 Image File Format v1.1 over HEIF (ISO/IEC 23008-12). */
import { readItems, type Items } from './avif-items.ts';
import { Malformed, u32be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { checkPixels, imageFacts, type Facts } from './facts.ts';
import type { Box } from './iso-boxes.ts';
import type { Movie } from './iso-movie.ts';
import { checkSamples, countSamples } from './iso-samples.ts';

interface Picture {
  width: number;
  height: number;
  quarterTurns: number;
}

/** HEIF §6.5.3 ispe (size) and §6.5.10 irot (anticlockwise quarter turns) of the primary item. */
function primaryPicture(items: Items): Picture {
  const { primary } = items;
  if (primary === undefined || !items.types.has(primary))
    throw new Malformed('The picture has no primary item.');
  const picture: Picture = { width: 0, height: 0, quarterTurns: 0 };
  for (const index of items.associations.get(primary) ?? []) {
    const property = items.properties[index - 1];
    // ISO/IEC 14496-12 §8.11.14: index 0 stands for none.
    if (!property) continue;
    if (property.type === 'ispe') {
      picture.width = u32be(property.content, 4);
      picture.height = u32be(property.content, 8);
    } else if (property.type === 'irot') picture.quarterTurns = u8(property.content, 0) & 3;
  }
  if (picture.width === 0 || picture.height === 0) throw new Malformed('The picture has no width or height.');
  return picture;
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
  return imageFacts(examination, {
    mimeType: 'image/avif',
    width: picture.width,
    height: picture.height,
    frames: await countFrames(examination, movie),
    sideways: picture.quarterTurns % 2 === 1,
  });
}
