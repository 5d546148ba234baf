/** PNG and APNG: W3C PNG (third edition), §5 «Datastream structure» and §11 «Chunk specifications». */
import { crc32, inflateSync } from 'node:zlib';
import { hasText, latin1, Malformed, u32be, u8 } from './bytes.ts';
import { exifOrientation, type Orientation } from './exif.ts';
import type { Examination } from './examination.ts';
import { imageFacts, type Facts } from './facts.ts';
import { checkBehindPicture } from './trailing.ts';

const signatureBytes = 8;
/** §5.3: length, type, data, CRC. */
const headBytes = 8;
const crcBytes = 4;
const critical = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
/** §11.2.1, table 12: colour type → bit depths. */
const bitDepths: Record<number, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

interface Chunk {
  type: string;
  data: number;
  length: number;
}

interface Header {
  width: number;
  height: number;
  isInterlaced: boolean;
  bytesPerPixel: number;
}

/** §11.2.1, table 12: colour type → samples of a pixel, once a palette is looked up. */
const channels: Record<number, number> = { 0: 1, 2: 3, 3: 4, 4: 2, 6: 4 };

function readHeader(data: Uint8Array): Header {
  const width = u32be(data, 0);
  const height = u32be(data, 4);
  const depths = bitDepths[u8(data, 9)];
  if (data.length !== 13 || width === 0 || height === 0 || width > 0x7fff_ffff || height > 0x7fff_ffff) {
    throw new Malformed('The PNG has an impossible header.');
  }
  if (!depths?.includes(u8(data, 8)) || u8(data, 10) !== 0 || u8(data, 11) !== 0 || u8(data, 12) > 1) {
    throw new Malformed('The PNG has an impossible header.');
  }
  return {
    width,
    height,
    isInterlaced: u8(data, 12) === 1,
    bytesPerPixel: (channels[u8(data, 9)] ?? 4) * (u8(data, 8) === 16 ? 2 : 1),
  };
}

async function readChunk(examination: Examination, at: number): Promise<Chunk> {
  examination.step();
  if (at + headBytes > examination.size) throw new Malformed('The PNG ends before its last chunk.');
  const head = await examination.bytes(at, headBytes);
  const chunk = { length: u32be(head, 0), type: latin1(head, 4, 4), data: at + headBytes };
  if (!/^[ -~]{4}$/.test(chunk.type)) throw new Malformed('The PNG has bytes that belong to no chunk.');
  // Nothing is in the last chunk, and decoders don't read on.
  if (chunk.type !== 'IEND' && chunk.data + chunk.length + crcBytes > examination.size)
    throw new Malformed('The PNG ends within a chunk.');
  // §5.4: bit 5 of the first byte is 0 for critical chunks, and a decoder must not go on past an unknown one.
  if ((u8(head, 4) & 0x20) === 0 && !critical.has(chunk.type)) {
    throw new Malformed(`The PNG needs a chunk that nobody knows, ${chunk.type}.`);
  }
  return chunk;
}

/** Chunks without which there are no pixels; of the others a wrong checksum only means that they are left out. */
const holdsPixels = /^(IHDR|PLTE|IDAT|acTL|fcTL|fdAT)$/;

/** §5.3: the CRC covers type and data. */
async function hasRightCrc(examination: Examination, { data, length }: Chunk): Promise<boolean> {
  const pieceBytes = 256 * 1024;
  let crc = 0;
  for (let at = data - 4; at < data + length; at += pieceBytes) {
    crc = crc32(await examination.bytes(at, Math.min(pieceBytes, data + length - at)), crc);
  }
  return crc === u32be(await examination.bytes(data + length, crcBytes), 0);
}

/**
 * §11.3.2.3 iCCP and §11.3.3.3 zTXt: a keyword, a zero, the method 0, then a zlib stream. `budgetBytes` is what may
 * still be unpacked of this file; returns what is left of it.
 */
function scanCompressed(examination: Examination, stream: Uint8Array, budgetBytes: number): number {
  try {
    const text = inflateSync(stream, { maxOutputLength: Math.max(1, budgetBytes) });
    examination.scanBytes(text, 'in the metadata');
    return budgetBytes - text.length;
  } catch (error) {
    // A broken text is no reason to reject the picture: it is dropped.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return budgetBytes;
    const limit = examination.limits.maxInflatedMetadataBytes;
    examination.reject({ reason: 'TOO_LARGE', parameters: { metadata: 'UNPACKED', limit } });
    return 0;
  }
}

/** §11.3.3.4 iTXt: keyword, zero, compression flag and method, language, zero, translated keyword, zero, text. */
function compressedTextOfItxt(data: Uint8Array): number | undefined {
  const flags = data.indexOf(0) + 1;
  if (flags === 0 || data[flags] !== 1) return undefined;
  const language = data.indexOf(0, flags + 2);
  const keyword = language < 0 ? -1 : data.indexOf(0, language + 1);
  return keyword < 0 ? undefined : keyword + 1;
}

/** Returns what is left of the budget for unpacking. */
async function scanAncillary(examination: Examination, chunk: Chunk, budgetBytes: number): Promise<number> {
  const { type, data, length } = chunk;
  examination.countMetadata(length);
  await examination.scan(data, length, 'in the metadata');
  const isCompressed = type === 'zTXt' || type === 'iCCP' || type === 'iTXt';
  if (!isCompressed || examination.depth === 'index' || budgetBytes <= 0) return budgetBytes;
  if (length > examination.limits.maxMetadataBytes) return budgetBytes;
  const bytes = await examination.bytes(data, length);
  const start = type === 'iTXt' ? compressedTextOfItxt(bytes) : bytes.indexOf(0) + 2;
  if (start === undefined || start < 2) return budgetBytes;
  return scanCompressed(examination, bytes.subarray(start), budgetBytes);
}

/** Decoders stop where the picture is complete: what goes on in a chunk of its own is looked at by its ends. */
async function scanPixels(examination: Examination, { data, length }: Chunk): Promise<void> {
  if (examination.depth === 'index') return;
  const where = 'among the pixels';
  await examination.scan(data, Math.min(512, length), where, 'samples');
  const tail = Math.max(data, data + length - 1024);
  await examination.scan(tail, data + length - tail, where, 'samples');
}

/** §11.3.6: acTL counts frames, each fcTL heads one; broken animation falls back to the still picture. */
interface Animation {
  declared: number;
  found: number;
}

function readFrameControl(data: Uint8Array, header: Header): void {
  const width = u32be(data, 4);
  const height = u32be(data, 8);
  const fits = u32be(data, 12) + width <= header.width && u32be(data, 16) + height <= header.height;
  if (!fits || width === 0 || height === 0) throw new Malformed('A frame of the PNG lies outside of it.');
}

interface Walk {
  at: number;
  header: Header | undefined;
  /** Of the first eXIf before the pixels, as browsers have it. */
  orientation: Orientation | undefined;
  hasData: boolean;
  budgetBytes: number;
  readonly animation: Animation;
}

/** Returns whether it was the last one. */
async function visitChunk(examination: Examination, chunk: Chunk, walk: Walk): Promise<boolean> {
  const { type, data, length } = chunk;
  const isWhole = examination.depth === 'whole';
  if ((type === 'IHDR') !== (walk.at === signatureBytes))
    throw new Malformed('The PNG does not begin with its header.');
  if (isWhole && holdsPixels.test(type) && !(await hasRightCrc(examination, chunk)))
    throw new Malformed(`The PNG's ${type} chunk has a wrong checksum.`);
  walk.at = Math.min(examination.size, data + length + crcBytes);
  if (type === 'IHDR') walk.header = readHeader(await examination.bytes(data, length));
  else if (type === 'IEND') {
    // §11.2.5: nothing is in it.
    await examination.scan(data, Math.min(length, examination.size - data), 'in the last chunk');
    return true;
  } else if (type === 'IDAT') {
    if (walk.hasData) await scanPixels(examination, chunk);
    walk.hasData = true;
  } else if (type === 'acTL' && !walk.hasData)
    walk.animation.declared = u32be(await examination.bytes(data, 4), 0);
  else if (type === 'fcTL') {
    walk.animation.found += 1;
    if (walk.header) readFrameControl(await examination.bytes(data, 26), walk.header);
  } else if (type === 'eXIf' && !walk.hasData && walk.orientation === undefined) {
    const isRight = length <= maxExifBytes && (await hasRightCrc(examination, chunk));
    if (isRight) walk.orientation = exifOrientation(await examination.bytes(data, length));
  }
  // Data of a frame are pixels; those of none are whatever somebody put there.
  if (!critical.has(type) && (type !== 'fdAT' || walk.animation.found === 0))
    walk.budgetBytes = await scanAncillary(examination, chunk, walk.budgetBytes);
  return walk.hasData && !isWhole;
}

const maxExifBytes = 1024 * 1024;

/** Goes over the chunks; damage behind the pixels of a still ends it, as the decoder says whether they are all there. */
async function walkChunks(examination: Examination, walk: Walk): Promise<void> {
  try {
    for (;;) {
      const chunk = await readChunk(examination, walk.at);
      if (await visitChunk(examination, chunk, walk)) return;
    }
  } catch (error) {
    const isHarmless = error instanceof Malformed && walk.hasData && walk.animation.declared === 0;
    if (!isHarmless || (await isChunkOfPixels(examination, walk.at))) throw error;
  }
}

const isChunkOfPixels = async (examination: Examination, at: number): Promise<boolean> =>
  hasText(await examination.upTo(at + 4, 4), 0, 'IDAT');

export async function examinePng(examination: Examination): Promise<Facts> {
  const walk: Walk = {
    at: signatureBytes,
    header: undefined,
    orientation: undefined,
    hasData: false,
    budgetBytes: examination.limits.maxInflatedMetadataBytes,
    animation: { declared: 0, found: 0 },
  };
  await walkChunks(examination, walk);
  const { header, hasData, animation } = walk;
  if (!header || !hasData) throw new Malformed('The PNG has no picture.');
  const isWhole = examination.depth === 'whole';
  const isAnimated = animation.declared > 0 && (!isWhole || animation.found === animation.declared);
  if (isWhole) await checkBehindPicture(examination, walk.at, 'PNG');
  return imageFacts(examination, {
    mimeType: 'image/png',
    width: header.width,
    height: header.height,
    frames: isAnimated ? animation.declared : 1,
    orientation: walk.orientation ?? 1,
    // Rows of an interlaced picture come in seven passes over all of it.
    decoderBytesPerPixel: header.isInterlaced ? header.bytesPerPixel : 0,
  });
}

export const isPng = (head: Uint8Array): boolean => hasText(head, 0, '\x89PNG\r\n\x1a\n');
