/** PNG and APNG: W3C PNG (third edition), §5 «Datastream structure» and §11 «Chunk specifications». */
import { crc32, inflateSync } from 'node:zlib';
import { hasText, latin1, Malformed, u32be, u8 } from './bytes.ts';
import { exifOrientation, isSideways } from './exif.ts';
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
}

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
  return { width, height };
}

async function readChunk(examination: Examination, at: number): Promise<Chunk> {
  examination.step();
  if (at + headBytes + crcBytes > examination.size)
    throw new Malformed('The PNG ends before its last chunk.');
  const head = await examination.bytes(at, headBytes);
  const chunk = { length: u32be(head, 0), type: latin1(head, 4, 4), data: at + headBytes };
  if (!/^[A-Za-z]{4}$/.test(chunk.type)) throw new Malformed('The PNG has bytes that belong to no chunk.');
  if (chunk.data + chunk.length + crcBytes > examination.size)
    throw new Malformed('The PNG ends within a chunk.');
  // §5.4: bit 5 of the first byte is 0 for critical chunks, and a decoder must not go on past an unknown one.
  if (/^[A-Z]/.test(chunk.type) && !critical.has(chunk.type)) {
    throw new Malformed(`The PNG needs a chunk that nobody knows, ${chunk.type}.`);
  }
  return chunk;
}

/** §5.3: the CRC covers type and data. */
async function checkCrc(examination: Examination, { type, data, length }: Chunk): Promise<void> {
  const pieceBytes = 256 * 1024;
  let crc = 0;
  for (let at = data - 4; at < data + length; at += pieceBytes) {
    crc = crc32(await examination.bytes(at, Math.min(pieceBytes, data + length - at)), crc);
  }
  if (crc !== u32be(await examination.bytes(data + length, crcBytes), 0)) {
    throw new Malformed(`The PNG's ${type} chunk has a wrong checksum.`);
  }
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

export async function examinePng(examination: Examination): Promise<Facts> {
  let at = signatureBytes;
  let header: Header | undefined;
  let orientation = 1;
  let hasData = false;
  let budgetBytes = examination.limits.maxInflatedMetadataBytes;
  const animation: Animation = { declared: 0, found: 0 };
  for (;;) {
    const chunk = await readChunk(examination, at);
    const { type, data, length } = chunk;
    if ((type === 'IHDR') !== (at === signatureBytes))
      throw new Malformed('The PNG does not begin with its header.');
    if (examination.depth === 'whole') await checkCrc(examination, chunk);
    at = data + length + crcBytes;
    if (type === 'IHDR') header = readHeader(await examination.bytes(data, length));
    else if (type === 'IEND') {
      // §11.2.5: nothing is in it.
      await examination.scan(data, length, 'in the last chunk');
      if (length > 0) throw new Malformed('The last chunk of the PNG is not empty.');
      break;
    } else if (type === 'IDAT') {
      if (hasData) await scanPixels(examination, chunk);
      hasData = true;
    } else if (type === 'acTL' && !hasData) animation.declared = u32be(await examination.bytes(data, 4), 0);
    else if (type === 'fcTL') {
      animation.found += 1;
      if (header) readFrameControl(await examination.bytes(data, 26), header);
    } else if (type === 'eXIf') orientation = exifOrientation(await examination.bytes(data, length));
    // Data of a frame are pixels; those of none are whatever somebody put there.
    if (!critical.has(type) && (type !== 'fdAT' || animation.found === 0))
      budgetBytes = await scanAncillary(examination, chunk, budgetBytes);
    if (hasData && examination.depth === 'index') break;
  }
  if (!header || !hasData) throw new Malformed('The PNG has no picture.');
  const isAnimated =
    animation.declared > 0 && (examination.depth === 'index' || animation.found === animation.declared);
  if (examination.depth === 'whole') await checkBehindPicture(examination, at, 'PNG');
  return imageFacts(examination, {
    mimeType: 'image/png',
    ...header,
    frames: isAnimated ? animation.declared : 1,
    sideways: isSideways(orientation),
  });
}

export const isPng = (head: Uint8Array): boolean => hasText(head, 0, '\x89PNG\r\n\x1a\n');
