/** The frames of an animated WebP: RFC 9649 §2.7. Each is given to the decoder as a WebP of its own. */
import { latin1, u16le, u24le, u32le, u8 } from '../inspect/bytes.ts';
import type { Animation, AnimationFrame } from './animation.ts';
import { decodeRgba } from './decode.ts';

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

function* chunksOf(bytes: Uint8Array, from: number): Generator<Chunk> {
  for (let at = from; at + 8 <= bytes.length;) {
    const length = u32le(bytes, at + 4);
    yield { type: latin1(bytes, at, 4), data: bytes.subarray(at + 8, at + 8 + length) };
    at += 8 + length + (length % 2);
  }
}

function joinChunks(chunks: readonly Chunk[]): Buffer {
  const parts = chunks.flatMap(({ type, data }) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return [head, data, Buffer.alloc(data.length % 2)];
  });
  return Buffer.concat(parts);
}

/** `bytes` were walked to their end by the inspection. */
export function readWebpAnimation(bytes: Uint8Array, size: { width: number; height: number }): Animation {
  const chunks = [...chunksOf(bytes.subarray(0, 8 + u32le(bytes, 4)), 12)];
  const control = chunks.find(({ type }) => type === 'ANIM')?.data;
  const profile = chunks.find(({ type }) => type === 'ICCP');
  return {
    ...size,
    // §2.7.1.1: a background colour of four bytes, then how often to play.
    plays: control && control.length >= 6 ? u16le(control, 4) : 0,
    frames: chunks.filter(({ type }) => type === 'ANMF').map(({ data }) => readFrame(data, profile)),
  };
}

/** §2.7.1.1 ANMF: left and top halved, width and height less one, milliseconds, flags; then the picture's chunks. */
function readFrame(data: Uint8Array, profile: Chunk | undefined): AnimationFrame {
  const flags = u8(data, 15);
  return {
    left: u24le(data, 0) * 2,
    top: u24le(data, 3) * 2,
    width: u24le(data, 6) + 1,
    height: u24le(data, 9) + 1,
    delay: u24le(data, 12),
    dispose: flags & 1 ? 'background' : 'none',
    blend: flags & 2 ? 'source' : 'over',
    decode: () => decodeRgba(stillOf(data, profile)),
  };
}

/** §2.7 «Extended File Format»: flags for profile and alpha, and the size of the canvas. */
function stillOf(data: Uint8Array, profile: Chunk | undefined): Uint8Array {
  const picture = [...chunksOf(data, 16)].filter(({ type }) => /^(ALPH|VP8 |VP8L)$/.test(type));
  const extended = Buffer.alloc(10);
  // Lossless pictures say by themselves whether they have alpha; the flag allows it.
  extended[0] = (profile ? 0x20 : 0) | (picture.some(({ type }) => type !== 'VP8 ') ? 0x10 : 0);
  extended.set(data.subarray(6, 12), 4);
  const body = joinChunks([{ type: 'VP8X', data: extended }, ...(profile ? [profile] : []), ...picture]);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}
