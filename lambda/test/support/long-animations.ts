/** Animations of very many frames in few bytes: each frame is one dot on the canvas. */
import { deflateSync } from 'node:zlib';
import { latin1, pngChunk, u32be, u32le } from '../inspect/support.ts';

const u16le = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
const u24le = (value: number): Buffer => Buffer.from([value & 0xff, (value >> 8) & 0xff, value >> 16]);
const dotAt = (frame: number, side: number): [x: number, y: number] => [
  (frame * 2) % (side - 2),
  (Math.floor((frame * 2) / (side - 2)) * 2) % (side - 2),
];

/** LZW of one pixel in codes of three bits: clear, 1, end. */
const gifDot = Buffer.from([2, 2, 0b01_001_100, 0b1, 0]);

export function longGif(side: number, frames: number): Buffer {
  const colours = Buffer.from([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255]);
  const dots = Array.from({ length: frames }, (_, frame) => {
    const [x, y] = dotAt(frame, side);
    return Buffer.concat([
      Buffer.from([0x21, 0xf9, 4, 0, 3, 0, 0, 0]),
      latin1('\x2c'),
      ...[x, y, 1, 1].map(u16le),
      Buffer.from([0]),
      gifDot,
    ]);
  });
  const head = Buffer.concat([latin1('GIF89a'), u16le(side), u16le(side), Buffer.from([0x91, 0, 0])]);
  return Buffer.concat([head, colours, ...dots, latin1(';')]);
}

export function longApng(side: number, frames: number): Buffer {
  const header = Buffer.concat([u32be(side), u32be(side), Buffer.from([8, 0, 0, 0, 0])]);
  const first = deflateSync(Buffer.alloc(side * (side + 1)));
  const dot = deflateSync(Buffer.from([0, 255]));
  let sequence = 0;
  const control = (size: number, x: number, y: number): Buffer =>
    pngChunk(
      'fcTL',
      Buffer.concat([...[sequence++, size, size, x, y].map(u32be), Buffer.from([0, 3, 0, 100, 0, 0])]),
    );
  const chunks = [control(side, 0, 0), pngChunk('IDAT', first)];
  for (let frame = 1; frame < frames; frame += 1) {
    chunks.push(control(1, ...dotAt(frame, side)));
    chunks.push(pngChunk('fdAT', Buffer.concat([u32be(sequence++), dot])));
  }
  return Buffer.concat([
    latin1('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', header),
    pngChunk('acTL', Buffer.concat([u32be(frames), u32be(0)])),
    ...chunks,
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

const riffChunk = (type: string, data: Uint8Array): Buffer =>
  Buffer.concat([latin1(type), u32le(data.length), data, Buffer.alloc(data.length % 2)]);

/** @param dot a still of one pixel, as an encoder made it. */
export function longWebp(side: number, frames: number, dot: Buffer): Buffer {
  const picture = dot.subarray(12);
  const all = Array.from({ length: frames }, (_, frame) => {
    const [x, y] = dotAt(frame, side);
    const place = [x / 2, y / 2, 0, 0, 30].map((value) => u24le(Math.floor(value)));
    return riffChunk('ANMF', Buffer.concat([...place, Buffer.from([0]), picture]));
  });
  const extended = Buffer.concat([Buffer.from([0x02, 0, 0, 0]), u24le(side - 1), u24le(side - 1)]);
  const body = Buffer.concat([
    latin1('WEBP'),
    riffChunk('VP8X', extended),
    riffChunk('ANIM', Buffer.alloc(6)),
    ...all,
  ]);
  return Buffer.concat([latin1('RIFF'), u32le(body.length), body]);
}
