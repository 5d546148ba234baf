/**
 * The frames of an APNG: W3C PNG (third edition) §11.3.6. libvips reads only the picture that stands for the
 * animation, so that every frame is given to it as a PNG of its own.
 */
import { crc32 } from 'node:zlib';
import { latin1, u16be, u32be, u8 } from '../inspect/bytes.ts';

export interface ApngFrame {
  /** A whole PNG of the frame's own size. */
  readonly png: Uint8Array;
  /** Pixels, within the canvas. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Milliseconds. */
  readonly delay: number;
  /** What becomes of the frame's place before the next frame. */
  readonly dispose: 'none' | 'background' | 'previous';
  readonly blend: 'source' | 'over';
}

export interface Apng {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** 0 for no end. */
  readonly plays: number;
  readonly frames: readonly ApngFrame[];
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

interface OpenFrame {
  /** Data of fcTL. */
  readonly control: Uint8Array;
  /** Data of IDAT or fdAT. */
  readonly data: Uint8Array[];
}

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** What a decoder needs to know of all frames (§5.6, table 7); text and the like stay behind. */
const shared = new Set(['PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT']);
const disposals = ['none', 'background', 'previous'] as const;
const blends = ['source', 'over'] as const;

/** `bytes` were walked to their end by the inspection. `undefined` where the animation breaks the rules. */
export function readApng(bytes: Uint8Array): Apng | undefined {
  const header = bytes.subarray(16, 16 + 13);
  const common: Chunk[] = [];
  const frames: OpenFrame[] = [];
  let animation: Uint8Array | undefined;
  let hasPicture = false;
  let sequence = 0;
  for (const { type, data } of chunksOf(bytes)) {
    // §11.3.6.2: fcTL and fdAT are numbered together, without gaps.
    if ((type === 'fcTL' || type === 'fdAT') && u32be(data, 0) !== sequence++) return undefined;
    if (type === 'acTL') animation = data;
    else if (type === 'fcTL') frames.push({ control: data, data: [] });
    else if (type === 'IDAT') {
      hasPicture = true;
      frames.at(-1)?.data.push(data);
    } else if (type === 'fdAT') frames.at(-1)?.data.push(data.subarray(4));
    else if (shared.has(type) && !hasPicture) common.push({ type, data });
  }
  if (!animation || frames.length !== u32be(animation, 0)) return undefined;
  const [width, height] = [u32be(header, 0), u32be(header, 4)];
  if (frames.some(({ data }) => data.length === 0)) return undefined;
  const plays = u32be(animation, 4);
  return { width, height, plays, frames: frames.map((frame) => readFrame(frame, header, common)) };
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  for (let at = signature.length; at + 12 <= bytes.length;) {
    const type = latin1(bytes, at + 4, 4);
    const end = at + 8 + u32be(bytes, at);
    yield { type, data: bytes.subarray(at + 8, end) };
    // What may stand behind the end was never part of the picture.
    if (type === 'IEND') return;
    at = end + 4;
  }
}

/** §11.3.6.2: sequence, width, height, left, top, delay as a fraction of seconds, dispose_op, blend_op. */
function readFrame({ control, data }: OpenFrame, header: Uint8Array, common: readonly Chunk[]): ApngFrame {
  const own = Uint8Array.from(header);
  own.set(control.subarray(4, 12));
  const pictures = data.map((part) => ({ type: 'IDAT', data: part }));
  return {
    png: joinPng([
      { type: 'IHDR', data: own },
      ...common,
      ...pictures,
      { type: 'IEND', data: new Uint8Array(0) },
    ]),
    width: u32be(control, 4),
    height: u32be(control, 8),
    left: u32be(control, 12),
    top: u32be(control, 16),
    // A denominator of 0 stands for 100.
    delay: Math.round((u16be(control, 20) * 1000) / (u16be(control, 22) || 100)),
    dispose: disposals[u8(control, 24)] ?? 'none',
    blend: blends[u8(control, 25)] ?? 'source',
  };
}

function joinPng(chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.flatMap(({ type, data }) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length);
    head.write(type, 4, 'latin1');
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crc32(data, crc32(head.subarray(4))));
    return [head, data, tail];
  });
  return Buffer.concat([signature, ...parts]);
}
