/** Pictures that say how they are to be turned, in each way in which formats say it. */
import sharp from 'sharp';
import { box, insert, latin1, pngChunk, u32be } from '../inspect/support.ts';

/** A TIFF structure whose first directory has these entries of one SHORT (TIFF 6.0 §2). */
export function tiffWith(
  entries: readonly { tag: number; value: number; type?: number; count?: number }[],
  isLittle = true,
): Buffer {
  const bytes = Buffer.alloc(8 + 2 + entries.length * 12 + 4);
  bytes.write(isLittle ? 'II*\0' : 'MM\0*', 'latin1');
  const u16 = (value: number, at: number) =>
    isLittle ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const u32 = (value: number, at: number) =>
    isLittle ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  u32(8, 4);
  u16(entries.length, 8);
  for (const [index, { tag, value, type = 3, count = 1 }] of entries.entries()) {
    const at = 10 + index * 12;
    u16(tag, at);
    u16(type, at + 2);
    u32(count, at + 4);
    if (type === 4) u32(value, at + 8);
    else u16(value, at + 8);
  }
  return bytes;
}

const orientationTag = 0x0112;
export const orientationTiff = (orientation: number, isLittle = true, type = 3, count = 1): Buffer =>
  tiffWith([{ tag: orientationTag, value: orientation, type, count }], isLittle);

function jpegSegment(code: number, content: Uint8Array): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** The corners: red, green, blue (clockwise from the top left), white. */
const width = 64;
const height = 48;
const corners = [
  [220, 30, 30],
  [30, 200, 30],
  [30, 30, 220],
  [240, 240, 240],
] as const;

function pixels(): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isRight = x >= width / 2;
      const isLower = y >= height / 2;
      data.set(corners[isLower ? (isRight ? 2 : 3) : isRight ? 1 : 0], (y * width + x) * 3);
    }
  }
  return data;
}

const picture = () => sharp(pixels(), { raw: { width, height, channels: 3 } });

export async function jpegWith(...segments: Uint8Array[]): Promise<Buffer> {
  return insert(
    await picture().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(),
    2,
    Buffer.concat(segments),
  );
}

export const exifSegment = (tiff: Uint8Array): Buffer =>
  jpegSegment(0xe1, Buffer.concat([latin1('Exif\0\0'), tiff]));

export async function pngWith(...tiffs: Uint8Array[]): Promise<Buffer> {
  const chunks = tiffs.map((tiff) => pngChunk('eXIf', tiff));
  return insert(await picture().png().toBuffer(), 33, Buffer.concat(chunks));
}

/** HEIF §6.5.10: anticlockwise quarter turns. */
export const irot = (quarterTurns: number): Buffer => box('irot', Buffer.from([quarterTurns]));
/** HEIF §6.5.12: 0 about a vertical axis that is, top to bottom; 1 about a horizontal one. */
export const imir = (axis: number): Buffer => box('imir', Buffer.from([axis]));
/** ISO/IEC 14496-12 §12.1.4: width and height, and how far their centre is from the whole picture's, as fractions. */
export const clapOf = (
  wholeWidth: number,
  wholeHeight: number,
  cutWidth: number,
  cutHeight: number,
  left: number,
  top: number,
): Buffer =>
  box(
    'clap',
    ...[cutWidth, 1, cutHeight, 1].map(u32be),
    ...[2 * left + cutWidth - wholeWidth, 2, 2 * top + cutHeight - wholeHeight, 2].map((value) =>
      u32be(value >>> 0),
    ),
  );
export const clap = (cutWidth: number, cutHeight: number, left: number, top: number): Buffer =>
  clapOf(width, height, cutWidth, cutHeight, left, top);

/** An AVIF whose only item has more properties, all of them essential. */
export async function avifWith(...properties: Buffer[]): Promise<Buffer> {
  const avif = await picture().avif({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
  const startOf = (type: string): number => avif.indexOf(type, 0, 'latin1') - 4;
  const [ipco, ipma] = [startOf('ipco'), startOf('ipma')];
  const known = countBoxes(avif, ipco + 8, ipco + avif.readUInt32BE(ipco));
  // ipma: version and flags, the number of items, an id of two bytes, how many properties.
  const count = ipma + 8 + 4 + 4 + 2;
  const more = Buffer.from(properties.map((_, index) => 0x80 | (known + index + 1)));
  const behindCount = count + 1 + (avif[count] ?? 0);
  const added = Buffer.concat(properties);
  const grow = (bytes: Buffer, at: number, by: number) =>
    bytes.writeUInt32BE(bytes.readUInt32BE(at) + by, at);
  const changed = Buffer.from(avif);
  changed[count] = (changed[count] ?? 0) + properties.length;
  grow(changed, ipma, more.length);
  grow(changed, ipco, added.length);
  for (const type of ['iprp', 'meta']) grow(changed, startOf(type), more.length + added.length);
  moveItems(changed, startOf('iloc'), more.length + added.length);
  return insert(insert(changed, behindCount, more), ipco + avif.readUInt32BE(ipco), added);
}

function countBoxes(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += bytes.readUInt32BE(at)) count += 1;
  return count;
}

/** iloc, version 0, of a single item with offset and length of four bytes each. */
function moveItems(bytes: Buffer, iloc: number, by: number): void {
  const sizes = bytes.readUInt16BE(iloc + 12);
  if (sizes >> 8 !== 0x44) throw new Error(`Another iloc than expected: ${sizes.toString(16)}`);
  const baseBytes = (sizes >> 4) & 15;
  const extent = iloc + 16 + 2 + 2 + baseBytes + 2;
  bytes.writeUInt32BE(bytes.readUInt32BE(extent) + by, extent);
}
