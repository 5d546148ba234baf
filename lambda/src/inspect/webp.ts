/** WebP: RFC 9649 §2 (container), §2.7 (extended), RFC 6386 §9.1 (VP8), RFC 9649 §3.4 (VP8L). */
import { hasText, Malformed, u16le, u24le, u32le, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { imageFacts, type Facts } from './facts.ts';
import { readRiffChunk, type RiffChunk } from './riff.ts';
import { checkBehindPicture } from './trailing.ts';

export const isWebp = (head: Uint8Array): boolean => hasText(head, 0, 'RIFF') && hasText(head, 8, 'WEBP');

interface Size {
  width: number;
  height: number;
}

/** RFC 6386 §9.1: frame tag, start code 9D 01 2A, then 14 bits each of width and height. */
function sizeOfLossy(data: Uint8Array): Size {
  const isKeyFrame = (u8(data, 0) & 1) === 0;
  if (!isKeyFrame || !hasText(data, 3, '\x9d\x01\x2a')) throw new Malformed('The WebP has no picture.');
  return { width: u16le(data, 6) & 0x3fff, height: u16le(data, 8) & 0x3fff };
}

/** RFC 9649 §3.4: signature 2F, then 14 bits each of width − 1 and height − 1, and a version of 0. */
function sizeOfLossless(data: Uint8Array): Size {
  if (u8(data, 0) !== 0x2f) throw new Malformed('The WebP has no picture.');
  const bits = u32le(data, 1);
  if (bits >>> 29 !== 0) throw new Malformed('The WebP has no picture.');
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** libwebp holds lossless pictures in memory, four bytes a pixel. */
const webpDecoderBytesPerPixel = 5;

interface Walk {
  canvas: Size | undefined;
  still: Size | undefined;
  frames: number;
}

async function sizeOf(examination: Examination, { type, data, length }: RiffChunk): Promise<Size> {
  const bytes = await examination.bytes(data, Math.min(length, 10));
  const size = type === 'VP8 ' ? sizeOfLossy(bytes) : sizeOfLossless(bytes);
  if (size.width === 0 || size.height === 0) throw new Malformed('The WebP has no width or height.');
  return size;
}

/** §2.7.1.1 ANMF: place, size, duration and flags in 16 bytes, then the chunks of one picture. */
async function readFrame(examination: Examination, chunk: RiffChunk, canvas: Size): Promise<void> {
  const head = await examination.bytes(chunk.data, 16);
  const width = u24le(head, 6) + 1;
  const height = u24le(head, 9) + 1;
  const fits = u24le(head, 0) * 2 + width <= canvas.width && u24le(head, 3) * 2 + height <= canvas.height;
  if (!fits) throw new Malformed('A frame of the WebP lies outside of it.');
  const end = chunk.data + chunk.length;
  for (let at = chunk.data + 16; at < end;) {
    const inner = await readRiffChunk(examination, at, end);
    if (!inner || inner.data + inner.length > end) throw new Malformed('A frame of the WebP is cut short.');
    if (inner.type === 'VP8 ' || inner.type === 'VP8L') {
      const size = await sizeOf(examination, inner);
      if (size.width !== width || size.height !== height) {
        throw new Malformed('A frame of the WebP has two sizes.');
      }
      return;
    }
    at = inner.next;
  }
  throw new Malformed('A frame of the WebP has no picture.');
}

async function readChunk(examination: Examination, chunk: RiffChunk, walk: Walk): Promise<void> {
  const { type, data, length } = chunk;
  switch (type) {
    case 'VP8X': {
      const bytes = await examination.bytes(data, 10);
      walk.canvas = { width: u24le(bytes, 4) + 1, height: u24le(bytes, 7) + 1 };
      break;
    }
    case 'VP8 ':
    case 'VP8L':
      if (walk.frames === 0) walk.still ??= await sizeOf(examination, chunk);
      break;
    case 'ANMF':
      if (!walk.canvas) throw new Malformed('The WebP has a frame before its size.');
      walk.frames += 1;
      await readFrame(examination, chunk, walk.canvas);
      break;
    case 'ANIM':
    case 'ALPH':
      break;
    default:
      examination.countMetadata(length);
      // The orientation of a WebP's EXIF counts for nothing in browsers, and not here.
      await examination.scan(data, length, 'in the metadata');
  }
}

export async function examineWebp(examination: Examination): Promise<Facts> {
  const end = 8 + u32le(await examination.bytes(0, 12), 4);
  // §2.4: the size of the file's content is even; some writers leave the last padding out.
  if (end > examination.size + 1) throw new Malformed('The WebP ends too early.');
  const walk: Walk = { canvas: undefined, still: undefined, frames: 0 };
  for (let at = 12; at < Math.min(end, examination.size);) {
    // libwebp takes whatever stands there for the name of a chunk that it does not know.
    const chunk = await readRiffChunk(examination, at, Math.min(end, examination.size), false, () => true);
    if (!chunk) break;
    if (chunk.data + chunk.length > Math.min(end, examination.size)) {
      throw new Malformed('The WebP ends within a chunk.');
    }
    await readChunk(examination, chunk, walk);
    at = chunk.next;
    const hasPicture = walk.still !== undefined || walk.frames > 0;
    if (hasPicture && examination.isWornOut) break;
    if (walk.frames > examination.limits.maxAnimationFrames) break;
  }
  if (!walk.still && walk.frames === 0) throw new Malformed('The WebP has no picture.');
  const size = walk.canvas ?? walk.still;
  if (!size) throw new Malformed('The WebP has no picture.');
  const facts = imageFacts(examination, {
    mimeType: 'image/webp',
    ...size,
    frames: Math.max(1, walk.frames),
    decoderBytesPerPixel: walk.frames > 0 ? 0 : webpDecoderBytesPerPixel,
  });
  // §2.7: a still picture fills its canvas.
  if (
    walk.still &&
    walk.frames === 0 &&
    (walk.still.width !== size.width || walk.still.height !== size.height)
  ) {
    throw new Malformed('The WebP has two sizes.');
  }
  await checkBehindPicture(examination, end, 'WebP');
  return facts;
}
