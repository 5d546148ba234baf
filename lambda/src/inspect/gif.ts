/** GIF: CompuServe GIF89a specification, §§18 to 27. */
import { latin1, Malformed, u16le, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { imageFacts, type Facts } from './facts.ts';
import { decodeLzw } from './gif-lzw.ts';
import { checkBehindPicture } from './trailing.ts';

export const isGif = (head: Uint8Array): boolean => /^GIF8[79]a$/.test(latin1(head, 0, 6));

/** §19 and §21: bit 7 says that a colour table follows, bits 0 to 2 its size. */
const colourTableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

const pieceBytes = 8 * 1024;

interface SubBlocks {
  /** First byte behind them. */
  readonly end: number;
  /** Whether the file ends before they do. */
  readonly isCut: boolean;
}

/** §15: sub-blocks of up to 255 bytes, ended by one of none. */
async function skipSubBlocks(examination: Examination, from: number): Promise<SubBlocks> {
  for (let at = from; at < examination.size;) {
    const piece = await examination.upTo(at, pieceBytes);
    let within = 0;
    while (within < piece.length) {
      const length = u8(piece, within);
      within += 1 + length;
      if (length === 0) return { end: at + within, isCut: false };
    }
    at += within;
  }
  return { end: examination.size, isCut: true };
}

/** Text of comments and applications without the lengths between its pieces, so that no sign is cut in two. */
async function joinSubBlocks(examination: Examination, from: number, end: number): Promise<Uint8Array> {
  const blocks = await examination.upTo(from, end - from);
  const joined = new Uint8Array(blocks.length);
  let filled = 0;
  for (let at = 0; at < blocks.length;) {
    const length = u8(blocks, at);
    const block = blocks.subarray(at + 1, at + 1 + length);
    joined.set(block, filled);
    filled += block.length;
    at += 1 + length;
  }
  return joined.subarray(0, filled);
}

interface Screen {
  width: number;
  height: number;
}

const label = { graphicControl: 0xf9, comment: 0xfe };

/** §23 to §26: introducer 21, label, sub-blocks. */
async function readExtension(examination: Examination, at: number, frames: number): Promise<number> {
  const kind = (await examination.upTo(at, 2))[1];
  const { end, isCut } = await skipSubBlocks(examination, at + 2);
  if (isCut && frames === 0) throw new Malformed('The GIF ends within a block.');
  // §23: introducer, label, one block of four bytes, and its end.
  if (kind === label.graphicControl && end - at === 8) return end;
  examination.countMetadata(end - at);
  const isComment = kind === label.comment;
  if (end > at + 2 && end - at <= examination.limits.maxMetadataBytes) {
    const text = await joinSubBlocks(examination, at + 2, end);
    examination.scanBytes(text, isComment ? 'in a comment' : 'in the metadata');
  }
  return end;
}

interface ImageBlock {
  readonly end: number;
  /** Browsers show nothing of a frame without width or height. */
  readonly isEmpty: boolean;
}

/** §20: separator 2C, place and size, flags, colour table, minimum code size, then the picture's sub-blocks. */
async function readImage(
  examination: Examination,
  at: number,
  screen: Screen,
  isFirst: boolean,
): Promise<ImageBlock> {
  const descriptor = await examination.bytes(at, 10);
  const width = u16le(descriptor, 5);
  const height = u16le(descriptor, 7);
  const isEmpty = width === 0 || height === 0;
  // Browsers grow the screen of a GIF whose first frame is larger; of others they show what lies within.
  if (isFirst && !isEmpty) {
    screen.width = Math.max(screen.width, u16le(descriptor, 1) + width);
    screen.height = Math.max(screen.height, u16le(descriptor, 3) + height);
  }
  const data = at + 10 + colourTableBytes(u8(descriptor, 9));
  const codeSize = u8(await examination.bytes(data, 1), 0);
  if (codeSize < 1 || codeSize > 11) throw new Malformed('A frame of the GIF cannot be decoded.');
  const { end, isCut } = await skipSubBlocks(examination, data + 1);
  if (isCut && !isEmpty && examination.depth === 'whole') {
    await checkPixels(examination, { data: data + 1, end, codeSize, width, height });
  }
  return { end, isEmpty };
}

/** Where the file ends within a frame its pixels may be there all the same: what is lost is then a mark of the end. */
async function checkPixels(
  examination: Examination,
  image: { data: number; end: number; codeSize: number; width: number; height: number },
): Promise<void> {
  const pixels = image.width * image.height;
  if (pixels > examination.limits.maxImagePixels) return;
  const data = await joinSubBlocks(examination, image.data, image.end);
  if (decodeLzw(data, image.codeSize, new Uint8Array(pixels)) < pixels) {
    throw new Malformed('The GIF ends within a frame.');
  }
}

/** Of a still: a byte for its index, four for its colour, four on the canvas. */
const decoderBytesPerPixel = 9;

export async function examineGif(examination: Examination): Promise<Facts> {
  const head = await examination.bytes(0, 13);
  const screen: Screen = { width: u16le(head, 6), height: u16le(head, 8) };
  let at = 13 + colourTableBytes(u8(head, 10));
  let frames = 0;
  while (!(examination.isWornOut && frames > 0)) {
    examination.step();
    const introducer = (await examination.upTo(at, 1))[0];
    if (introducer === 0x2c) {
      const { end, isEmpty } = await readImage(examination, at, screen, frames === 0);
      at = end;
      if (!isEmpty) frames += 1;
    } else if (introducer === 0x21) at = await readExtension(examination, at, frames);
    else {
      if (frames === 0) throw new Malformed('The GIF has bytes that belong to no block.');
      // §27 trailer; without it a GIF that ends with a whole frame is shown by everybody, as with junk in its place.
      await checkBehindPicture(examination, introducer === 0x3b ? at + 1 : at, 'GIF');
      break;
    }
    // A flood is told from its first frames, before anything counts them all.
    if (frames > examination.limits.maxAnimationFrames) break;
  }
  if (frames === 0) throw new Malformed('The GIF has no picture.');
  if (screen.width === 0 || screen.height === 0) throw new Malformed('The GIF has no width or height.');
  return imageFacts(examination, {
    mimeType: 'image/gif',
    ...screen,
    frames,
    decoderBytesPerPixel: frames > 1 ? 0 : decoderBytesPerPixel,
  });
}
