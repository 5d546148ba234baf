/** HEIF files made of coded pictures (ISO/IEC 23008-12), with whatever they say of them. */
import { withoutEmulationPrevention } from '../../src/inspect/bit-reader.ts';
import { isParameterSet, isStillSlice, unitType } from '../../src/inspect/hevc.ts';
import { box, latin1, u32be } from '../inspect/support.ts';

export interface MadeItem {
  readonly type: string;
  /** Boxes of its own. */
  readonly properties?: readonly Uint8Array[];
  readonly data?: Uint8Array;
  /** In the box `idat`, as grids are. */
  readonly isInIndex?: boolean;
}

export interface MadeReference {
  readonly type: string;
  /** Items count from 1. */
  readonly from: number;
  readonly to: readonly number[];
}

export interface MadeHeif {
  /** The first is the major one. */
  readonly brands?: readonly string[];
  readonly primary?: number;
  readonly items: readonly MadeItem[];
  readonly references?: readonly MadeReference[];
}

function u16be(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

const fullBox = (type: string, version: number, ...content: Uint8Array[]): Buffer =>
  box(type, Buffer.from([version, 0, 0, 0]), ...content);

const iinf = (items: readonly MadeItem[]): Buffer =>
  fullBox(
    'iinf',
    0,
    u16be(items.length),
    ...items.map(({ type }, index) => fullBox('infe', 2, u16be(index + 1), u16be(0), latin1(`${type}\0`))),
  );

function iprp(items: readonly MadeItem[]): Buffer {
  const all = items.flatMap(({ properties = [] }) => properties);
  let next = 1;
  const associations = items.map(({ properties = [] }, index) => {
    const indexes = properties.map(() => u16be(0x8000 | next++));
    return Buffer.concat([u16be(index + 1), Buffer.from([indexes.length]), ...indexes]);
  });
  const ipma = box('ipma', Buffer.from([0, 0, 0, 1]), u32be(items.length), ...associations);
  return box('iprp', box('ipco', ...all), ipma);
}

/** Version 1, where the offset within `idat` and that in the file are told apart. */
function iloc(items: readonly MadeItem[], mediaAt: number): Buffer {
  const at = { index: 0, media: mediaAt };
  const entries = items.map(({ data = new Uint8Array(0), isInIndex = false }, index) => {
    const from = isInIndex ? at.index : at.media;
    if (isInIndex) at.index += data.length;
    else at.media += data.length;
    const head = [index + 1, isInIndex ? 1 : 0, 0, 1].map(u16be);
    return Buffer.concat([...head, u32be(from), u32be(data.length)]);
  });
  return fullBox('iloc', 1, Buffer.from([0x44, 0]), u16be(items.length), ...entries);
}

const iref = (references: readonly MadeReference[]): Buffer =>
  fullBox(
    'iref',
    0,
    ...references.map(({ type, from, to }) => box(type, ...[from, to.length, ...to].map(u16be))),
  );

export function heif({ brands = ['heic', 'mif1', 'heic'], primary = 1, items, references = [] }: MadeHeif) {
  const [major = '', ...compatible] = brands;
  const ftyp = box('ftyp', latin1(major), u32be(0), ...compatible.map(latin1));
  const inIndex = items.filter(({ isInIndex }) => isInIndex).map(({ data }) => data ?? new Uint8Array(0));
  const meta = (mediaAt: number) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, u32be(0), latin1('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, u16be(primary)),
      iinf(items),
      iloc(items, mediaAt),
      ...(references.length > 0 ? [iref(references)] : []),
      iprp(items),
      box('idat', ...inIndex),
    );
  const mediaAt = ftyp.length + meta(0).length + 8;
  const media = items.filter(({ isInIndex }) => !isInIndex).map(({ data }) => data ?? new Uint8Array(0));
  return Buffer.concat([ftyp, meta(mediaAt), box('mdat', ...media)]);
}

/** Units of a stream as ITU-T H.265 annex B separates them. */
function unitsOfStream(stream: Buffer): Buffer[] {
  const starts: number[] = [];
  for (
    let at = stream.indexOf('\0\0\x01', 0, 'latin1');
    at >= 0;
    at = stream.indexOf('\0\0\x01', at + 3, 'latin1')
  )
    starts.push(at + 3);
  return starts.map((start, index) => {
    const next = starts[index + 1];
    let end = next === undefined ? stream.length : next - 3;
    while (stream[end - 1] === 0) end -= 1;
    return stream.subarray(start, end);
  });
}

/** ISO/IEC 14496-15 §8.3.3.1, with lengths of four bytes. */
function configuration(units: readonly Buffer[]): Buffer {
  const sequence = units.find((unit) => unitType(unit) === 33);
  if (!sequence) throw new Error('The stream has no parameters');
  const general = withoutEmulationPrevention(sequence).subarray(3, 15);
  const head = Buffer.from([1, ...general, 0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 0x0f, units.length]);
  const arrays = units.map((unit) =>
    Buffer.concat([Buffer.from([0x80 | unitType(unit)]), u16be(1), u16be(unit.length), unit]),
  );
  return box('hvcC', head, ...arrays);
}

export const ispe = (width: number, height: number): Buffer =>
  fullBox('ispe', 0, u32be(width), u32be(height));

/** Items of the pictures in a stream of pictures that each stand alone, of one slice each. */
export function codedItems(
  stream: Buffer,
  width: number,
  height: number,
  ...properties: readonly Uint8Array[]
): MadeItem[] {
  const units = unitsOfStream(stream);
  const hvcC = configuration([
    ...new Map(units.filter(isParameterSet).map((unit) => [unitType(unit), unit])).values(),
  ]);
  return units.filter(isStillSlice).map((slice) => ({
    type: 'hvc1',
    properties: [hvcC, ispe(width, height), ...properties],
    data: Buffer.concat([u32be(slice.length), slice]),
  }));
}

/** §6.6.2.3. */
export const grid = (rows: number, columns: number, width: number, height: number): MadeItem => ({
  type: 'grid',
  properties: [ispe(width, height)],
  data: Buffer.concat([Buffer.from([0, 0, rows - 1, columns - 1]), u16be(width), u16be(height)]),
  isInIndex: true,
});

/** §6.6.2.4. */
export const overlay = (
  width: number,
  height: number,
  places: readonly (readonly [left: number, top: number])[],
): MadeItem => ({
  type: 'iovl',
  properties: [ispe(width, height)],
  data: Buffer.concat([
    Buffer.alloc(2),
    ...[0xffff, 0, 0, 0xffff].map(u16be),
    u16be(width),
    u16be(height),
    ...places.flat().map((value) => u16be(value & 0xffff)),
  ]),
  isInIndex: true,
});

export const auxC = (name: string): Buffer => fullBox('auxC', 0, latin1(`${name}\0`));
export const alphaName = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha';

/** ISO/IEC 14496-12 §12.1.5. */
export const nclx = (primaries: number, transfer: number, matrix: number, isFull: boolean): Buffer =>
  box('colr', latin1('nclx'), ...[primaries, transfer, matrix].map(u16be), Buffer.from([isFull ? 0x80 : 0]));
export const prof = (profile: Uint8Array): Buffer => box('colr', latin1('prof'), profile);
