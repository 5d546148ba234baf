/** Items of a HEIF file (ISO/IEC 14496-12 §8.11): what there is, where it lies, and its properties. */
import { latin1, Malformed, u16be, u32be, u64be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { boxesWithin, contentOf, type Box } from './iso-boxes.ts';

const maxItemBoxBytes = 1024 * 1024;

export interface ItemProperty {
  readonly type: string;
  /** The first 64 bytes, which is all of it for those that matter. */
  readonly content: Uint8Array;
  /** Where the content begins in the file. */
  readonly offset: number;
}

export interface Items {
  primary: number | undefined;
  /** Item id → four characters of its type. */
  types: Map<number, string>;
  /** Properties in order; association indexes count from 1. */
  properties: ItemProperty[];
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
      items.properties.push({ type: property.type, content, offset: property.content });
      examination.countMetadata(length);
    }
  }
}

/** Everything that `meta` says about items. */
export async function readItems(examination: Examination, meta: Box): Promise<Items> {
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
