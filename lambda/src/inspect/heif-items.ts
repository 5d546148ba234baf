/** Items of a HEIF file (ISO/IEC 14496-12 §8.11): what there is, where it lies, and its properties. */
import { latin1, Malformed, u16be, u32be, u64be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import type { ByteRange } from './byte-range.ts';
import { boxesWithin, contentOf, type Box } from './iso-boxes.ts';

const maxItemBoxBytes = 1024 * 1024;

export interface ItemProperty {
  readonly type: string;
  /** The first 64 bytes, which is all of it but for configurations and profiles. */
  readonly content: Uint8Array;
  /** Where all of the content stands in the file. */
  readonly range: ByteRange;
}

/** §8.11.12 iref. */
interface ItemReference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

export interface Items {
  primary: number | undefined;
  /** Item id → four characters of its type. */
  types: Map<number, string>;
  /** Properties in order; association indexes count from 1. */
  properties: ItemProperty[];
  /** Item id → indexes of its properties. */
  associations: Map<number, number[]>;
  /** Item id → where its bytes lie in the file, one piece behind the other; missing where they lie elsewhere. */
  locations: Map<number, ByteRange[]>;
  references: ItemReference[];
  /** The furthest byte of the file that an item needs. */
  furthestByte: number;
}

const codedTypes = /^(av01|hvc1|hev1|lhv1|avc1|jpeg|j2k1|vvc1|unci|grid|iovl|iden|tmap)$/;

/** The properties of an item, in the order in which they apply. Index 0 stands for none (§8.11.14). */
export const propertiesOf = ({ associations, properties }: Items, id: number): ItemProperty[] =>
  (associations.get(id) ?? [])
    .map((index) => properties[index - 1])
    .filter((property) => property !== undefined);

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
function readItemLocations(iloc: Uint8Array, items: Items, itemData: ByteRange | undefined): void {
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
    const id = next(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : next(2) & 15;
    // Another file than this one, where it is not 0.
    const source = next(2);
    const base = next(baseBytes);
    const extents = next(2);
    if (extents > 1 && offsetBytes + lengthBytes + indexBytes === 0) {
      throw new Malformed('The picture has a broken table of items.');
    }
    const ranges: ByteRange[] = [];
    for (let extent = 0; extent < extents; extent += 1) {
      next(indexBytes);
      const from = base + next(offsetBytes);
      const to = from + next(lengthBytes);
      if (method === 0) items.furthestByte = Math.max(items.furthestByte, to);
      // Method 1 counts from the beginning of the box `idat`.
      const shift = method === 1 && itemData ? itemData.from : 0;
      if (method === 0 || (itemData && shift + to <= itemData.to))
        ranges.push({ from: shift + from, to: shift + to });
    }
    const isHere = source === 0 && method <= 1 && ranges.length === extents;
    if (isHere && !items.locations.has(id)) items.locations.set(id, ranges);
  }
}

/** §8.11.12 iref: version 0 has 16-bit ids, version 1 has 32-bit ones. */
async function readReferences(examination: Examination, box: Box, items: Items): Promise<void> {
  if (box.end - box.content > maxItemBoxBytes) throw new Malformed('The picture has too many references.');
  const isWide = u8(await examination.bytes(box.content, 4), 0) >= 1;
  const idBytes = isWide ? 4 : 2;
  for await (const entry of boxesWithin(examination, box.content + 4, box.end, 3)) {
    const bytes = await contentOf(examination, entry, maxItemBoxBytes);
    const idAt = (at: number): number => (isWide ? u32be(bytes, at) : u16be(bytes, at));
    const count = u16be(bytes, idBytes);
    const to = Array.from({ length: count }, (_, index) => idAt(idBytes + 2 + index * idBytes));
    items.references.push({ type: entry.type, from: idAt(0), to });
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
      const range = { from: property.content, to: property.end };
      items.properties.push({ type: property.type, content, range });
      examination.countMetadata(length);
    }
  }
}

/** What stands beside the pictures and is never published: Exif, XMP, links. */
export async function checkOtherItems(examination: Examination, items: Items): Promise<void> {
  for (const [id, type] of items.types) {
    if (codedTypes.test(type)) continue;
    for (const { from, to } of items.locations.get(id) ?? []) {
      examination.countMetadata(to - from);
      await examination.scan(from, to - from, 'in the metadata');
    }
  }
}

/** Of a file without `meta`, or before it is read. */
export const noItems = (): Items => ({
  primary: undefined,
  types: new Map(),
  properties: [],
  associations: new Map(),
  locations: new Map(),
  references: [],
  furthestByte: 0,
});

/** Everything that `meta` says about items. */
export async function readItems(examination: Examination, meta: Box): Promise<Items> {
  const items = noItems();
  let itemData: ByteRange | undefined;
  let locations: Box | undefined;
  for await (const box of boxesWithin(examination, meta.content + 4, meta.end, 2)) {
    if (box.type === 'pitm') {
      const pitm = await contentOf(examination, box);
      items.primary = u8(pitm, 0) === 0 ? u16be(pitm, 4) : u32be(pitm, 4);
    } else if (box.type === 'iinf') await readItemInfo(examination, box, items);
    else if (box.type === 'iloc') locations ??= box;
    else if (box.type === 'iprp') await readProperties(examination, box, items);
    else if (box.type === 'iref') await readReferences(examination, box, items);
    else if (box.type === 'idat') itemData ??= { from: box.content, to: box.end };
  }
  // `idat`, which it counts from, may stand behind it.
  if (locations) readItemLocations(await contentOf(examination, locations, maxItemBoxBytes), items, itemData);
  return items;
}
