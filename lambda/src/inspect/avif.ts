/** AVIF: AV1 Image File Format v1.1 over HEIF (ISO/IEC 23008-12) and its item boxes (ISO/IEC 14496-12 §8.11). */
import { latin1, Malformed, u16be, u32be, u64be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { checkPixels, imageFacts, type Facts } from './facts.ts';
import { boxesWithin, contentOf, type Box } from './iso-boxes.ts';
import type { Movie } from './iso-movie.ts';
import { checkSamples, countSamples } from './iso-samples.ts';
import { words } from './words.ts';

const maxItemBoxBytes = 1024 * 1024;

interface Items {
  primary: number | undefined;
  /** Item id → four characters of its type. */
  types: Map<number, string>;
  /** Properties in order; association indexes count from 1. */
  properties: { type: string; content: Uint8Array }[];
  /** Item id → indexes of its properties. */
  associations: Map<number, number[]>;
  /** The furthest byte of the file that an item needs. */
  furthestByte: number;
  hasItemData: boolean;
}

/** §8.11.6 iinf and infe: version 2 has 16-bit ids, version 3 has 32-bit ones. */
async function readItemInfo(examination: Examination, box: Box, items: Items): Promise<void> {
  const version = u8(await examination.bytes(box.content, 1), 0);
  const from = box.content + 4 + (version === 0 ? 2 : 4);
  for await (const entry of boxesWithin(examination, from, box.end, 3)) {
    if (entry.type !== 'infe') continue;
    const infe = await contentOf(examination, entry);
    if (u8(infe, 0) < 2) continue;
    const isWide = u8(infe, 0) >= 3;
    const id = isWide ? u32be(infe, 4) : u16be(infe, 4);
    items.types.set(id, latin1(infe, isWide ? 10 : 8, 4));
  }
}

/** §8.11.3 iloc: the sizes of its fields stand in its first bytes. */
function readItemLocations(iloc: Uint8Array, items: Items): void {
  const version = u8(iloc, 0);
  const sizes = u16be(iloc, 4);
  const offsetBytes = sizes >> 12;
  const lengthBytes = (sizes >> 8) & 15;
  const baseBytes = (sizes >> 4) & 15;
  const indexBytes = version === 0 ? 0 : sizes & 15;
  let at = 6;
  const next = (bytes: number): number => {
    const value =
      bytes === 0 ? 0 : bytes === 2 ? u16be(iloc, at) : bytes === 4 ? u32be(iloc, at) : u64be(iloc, at);
    at += bytes;
    return value;
  };
  for (const bytes of [offsetBytes, lengthBytes, baseBytes, indexBytes]) {
    if (bytes !== 0 && bytes !== 4 && bytes !== 8)
      throw new Malformed('The picture has a broken table of items.');
  }
  const count = next(version < 2 ? 2 : 4);
  for (let item = 0; item < count; item += 1) {
    next(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : next(2) & 15;
    next(2);
    const base = next(baseBytes);
    const extents = next(2);
    if (extents > 1 && offsetBytes + lengthBytes + indexBytes === 0) {
      throw new Malformed('The picture has a broken table of items.');
    }
    for (let extent = 0; extent < extents; extent += 1) {
      next(indexBytes);
      const end = base + next(offsetBytes) + next(lengthBytes);
      if (method === 0) items.furthestByte = Math.max(items.furthestByte, end);
    }
  }
}

/** §8.11.14 ipma: which properties belong to which item. */
function readAssociations(ipma: Uint8Array, items: Items): void {
  const isWideId = u8(ipma, 0) >= 1;
  const isWideIndex = (u8(ipma, 3) & 1) === 1;
  let at = 8;
  for (let entry = u32be(ipma, 4); entry > 0; entry -= 1) {
    const id = isWideId ? u32be(ipma, at) : u16be(ipma, at);
    at += isWideId ? 4 : 2;
    const count = u8(ipma, at);
    at += 1;
    const indexes = items.associations.get(id) ?? [];
    for (let index = 0; index < count; index += 1) {
      indexes.push(isWideIndex ? u16be(ipma, at) & 0x7fff : u8(ipma, at) & 0x7f);
      at += isWideIndex ? 2 : 1;
    }
    items.associations.set(id, indexes);
  }
}

async function readProperties(examination: Examination, iprp: Box, items: Items): Promise<void> {
  for await (const box of boxesWithin(examination, iprp.content, iprp.end, 3)) {
    if (box.type === 'ipma') readAssociations(await contentOf(examination, box, maxItemBoxBytes), items);
    if (box.type !== 'ipco') continue;
    for await (const property of boxesWithin(examination, box.content, box.end, 4)) {
      const length = property.end - property.content;
      const content = await examination.bytes(property.content, Math.min(length, 64));
      items.properties.push({ type: property.type, content });
      examination.countMetadata(length);
    }
  }
}

async function readItems(examination: Examination, meta: Box): Promise<Items> {
  const items: Items = {
    primary: undefined,
    types: new Map(),
    properties: [],
    associations: new Map(),
    furthestByte: 0,
    hasItemData: false,
  };
  for await (const box of boxesWithin(examination, meta.content + 4, meta.end, 2)) {
    if (box.type === 'pitm') {
      const pitm = await contentOf(examination, box);
      items.primary = u8(pitm, 0) === 0 ? u16be(pitm, 4) : u32be(pitm, 4);
    } else if (box.type === 'iinf') await readItemInfo(examination, box, items);
    else if (box.type === 'iloc')
      readItemLocations(await contentOf(examination, box, maxItemBoxBytes), items);
    else if (box.type === 'iprp') await readProperties(examination, box, items);
    else if (box.type === 'idat') items.hasItemData = true;
  }
  return items;
}

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
    if (index === 0) continue;
    if (!property) throw new Malformed('The picture refers to a property that it does not have.');
    if (property.type === 'ispe') {
      picture.width = u32be(property.content, 4);
      picture.height = u32be(property.content, 8);
    } else if (property.type === 'irot') picture.quarterTurns = u8(property.content, 0) & 3;
  }
  if (picture.width === 0 || picture.height === 0) throw new Malformed('The picture has no width or height.');
  return picture;
}

const itemCodecs: Record<string, string> = {
  hvc1: 'an HEIC picture',
  hev1: 'an HEIC picture',
  avc1: 'an AVC picture in an HEIF box',
  jpeg: 'a JPEG in an HEIF box',
  j2k1: 'a JPEG 2000 picture in an HEIF box',
  vvc1: 'a VVC picture in an HEIF box',
  unci: 'an uncompressed picture in an HEIF box',
};

function checkItemType(examination: Examination, items: Items): void {
  const type = items.types.get(items.primary ?? -1) ?? '';
  if (/^(av01|grid|iovl|iden|tmap)$/.test(type)) {
    const hasAv1 = [...items.types.values()].includes('av01');
    if (!hasAv1) examination.refuse('UNSUPPORTED_TYPE', words.unsupported('an HEIF picture'));
  } else {
    examination.refuse('UNSUPPORTED_TYPE', words.unsupported(itemCodecs[type] ?? 'an HEIF picture'));
  }
}

/** A coded item needs its configuration (AVIF §2.2.1: av1C must be associated). */
function checkCodedItems(items: Items): void {
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
