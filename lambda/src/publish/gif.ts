/**
 * The frames of a GIF: CompuServe GIF89a specification. Decoded here, because libvips paints the background's colour
 * where browsers leave nothing, and takes a missing last block for missing pixels.
 */
import { hasText, Malformed, u16le, u8 } from '../inspect/bytes.ts';
import { decodeLzw } from '../inspect/gif-lzw.ts';
import type { Animation, AnimationFrame } from './animation.ts';

/** §23 «Graphic Control Extension». */
interface Control {
  readonly delay: number;
  readonly dispose: AnimationFrame['dispose'];
  readonly transparentIndex: number | undefined;
}

const noControl: Control = { delay: 0, dispose: 'none', transparentIndex: undefined };
const disposals = ['none', 'none', 'background', 'previous'] as const;
/** Browsers play what is meant to be as fast as can be at ten frames a second. */
const shortestDelay = 10;
const usualDelay = 100;

const colourTableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** @param size of the canvas, as inspected. */
export function readGif(bytes: Uint8Array, size: { width: number; height: number }): Animation {
  const globalBytes = colourTableBytes(u8(bytes, 10));
  const globalColours = bytes.subarray(13, 13 + globalBytes);
  const frames: AnimationFrame[] = [];
  let control = noControl;
  let plays = 1;
  for (let at = 13 + globalBytes; at < bytes.length;) {
    const introducer = bytes[at];
    if (introducer === 0x21) {
      const { data, end } = joinSubBlocks(bytes, at + 2);
      if (bytes[at + 1] === 0xf9 && data.length >= 4) control = readControl(data);
      plays = readRepetitions(bytes, at) ?? plays;
      at = end;
    } else if (introducer === 0x2c) {
      const { frame, end } = readImage(bytes, at, globalColours, control);
      if (frame) frames.push(frame);
      control = noControl;
      at = end;
    } else break;
  }
  return { ...size, plays, frames };
}

/** §15: sub-blocks of up to 255 bytes, ended by one of none, or by the file. */
function joinSubBlocks(bytes: Uint8Array, from: number): { data: Uint8Array; end: number } {
  const blocks: Uint8Array[] = [];
  let at = from;
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    blocks.push(bytes.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { data: Buffer.concat(blocks), end: at + 1 };
}

function readControl(data: Uint8Array): Control {
  const flags = u8(data, 0);
  const delay = u16le(data, 1) * 10;
  return {
    delay,
    dispose: disposals[(flags >> 2) & 7] ?? 'none',
    transparentIndex: flags & 1 ? u8(data, 3) : undefined,
  };
}

/** Netscape's application extension: 1, and how often to repeat; 0 for ever. */
function readRepetitions(bytes: Uint8Array, at: number): number | undefined {
  const names = ['NETSCAPE2.0', 'ANIMEXTS1.0'];
  const isLoop =
    bytes[at + 1] === 0xff && names.some((name) => hasText(bytes, at + 2, `\x0b${name}\x03\x01`));
  if (!isLoop || at + 18 > bytes.length) return undefined;
  const repetitions = u16le(bytes, at + 16);
  return repetitions === 0 ? 0 : repetitions + 1;
}

/** §20 to §22. */
function readImage(
  bytes: Uint8Array,
  at: number,
  globalColours: Uint8Array,
  { delay, dispose, transparentIndex }: Control,
): { frame: AnimationFrame | undefined; end: number } {
  const [left, top, width, height] = [1, 3, 5, 7].map((field) => u16le(bytes, at + field)) as [
    number,
    number,
    number,
    number,
  ];
  const flags = u8(bytes, at + 9);
  const tableBytes = colourTableBytes(flags);
  const colours = tableBytes > 0 ? bytes.subarray(at + 10, at + 10 + tableBytes) : globalColours;
  const codeAt = at + 10 + tableBytes;
  const codeSize = u8(bytes, codeAt);
  const { data, end } = joinSubBlocks(bytes, codeAt + 1);
  if (width === 0 || height === 0) return { frame: undefined, end };
  const isInterlaced = (flags & 0x40) !== 0;
  const decode = (): Uint8Array => {
    const indexes = new Uint8Array(width * height);
    if (decodeLzw(data, codeSize, indexes) < indexes.length) {
      throw new Malformed('Pixels of a frame of the GIF are missing.');
    }
    return paint(indexes, width, colours, transparentIndex, isInterlaced);
  };
  const shown = delay <= shortestDelay ? usualDelay : delay;
  return { frame: { left, top, width, height, delay: shown, dispose, blend: 'over', decode }, end };
}

/** Appendix E: rows come in four passes. */
const passes = [
  { first: 0, every: 8 },
  { first: 4, every: 8 },
  { first: 2, every: 4 },
  { first: 1, every: 2 },
] as const;

function* rowsInOrder(height: number, isInterlaced: boolean): Generator<number> {
  for (const { first, every } of isInterlaced ? passes : [{ first: 0, every: 1 }]) {
    for (let row = first; row < height; row += every) yield row;
  }
}

/** RGBA. Indexes without a colour are black, as in browsers. */
function paint(
  indexes: Uint8Array,
  width: number,
  colours: Uint8Array,
  transparentIndex: number | undefined,
  isInterlaced: boolean,
): Uint8Array {
  const palette = new Uint32Array(256).fill(0xff00_0000);
  for (let index = 0; index * 3 + 2 < colours.length; index += 1) {
    const [red = 0, green = 0, blue = 0] = colours.subarray(index * 3, index * 3 + 3);
    palette[index] = (0xff00_0000 | (blue << 16) | (green << 8) | red) >>> 0;
  }
  if (transparentIndex !== undefined) palette[transparentIndex] = 0;
  const pixels = new Uint32Array(indexes.length);
  let from = 0;
  for (const row of rowsInOrder(indexes.length / width, isInterlaced)) {
    for (let to = row * width; to < (row + 1) * width; to += 1) {
      pixels[to] = palette[indexes[from] ?? 0] ?? 0;
      from += 1;
    }
  }
  return new Uint8Array(pixels.buffer);
}
