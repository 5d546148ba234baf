/**
 * The frames of an APNG: W3C PNG (third edition) §11.3.6. libvips reads only the picture that stands for the
 * animation, so that every frame is given to it as a PNG of its own.
 */
import { u16be, u32be, u8 } from '../inspect/bytes.ts';
import type { Animation, AnimationFrame } from './animation.ts';
import { decodeRgba } from './decode.ts';
import { chunksOf, colourChunks, joinPng, type PngChunk } from './png-chunks.ts';

interface OpenFrame {
  /** Data of fcTL. */
  readonly control: Uint8Array;
  /** Data of IDAT or fdAT. */
  readonly data: Uint8Array[];
}

const disposals = ['none', 'background', 'previous'] as const;
const blends = ['source', 'over'] as const;

/** `bytes` were walked to their end by the inspection. `undefined` where the animation breaks the rules. */
export function readApng(bytes: Uint8Array): Animation | undefined {
  const header = bytes.subarray(16, 16 + 13);
  const chunks = [...chunksOf(bytes)];
  const common = colourChunks(chunks);
  const frames: OpenFrame[] = [];
  let animation: Uint8Array | undefined;
  let sequence = 0;
  for (const { type, data } of chunks) {
    // §11.3.6.2: fcTL and fdAT are numbered together, without gaps.
    if ((type === 'fcTL' || type === 'fdAT') && u32be(data, 0) !== sequence++) return undefined;
    if (type === 'acTL') animation = data;
    else if (type === 'fcTL') frames.push({ control: data, data: [] });
    else if (type === 'IDAT') {
      frames.at(-1)?.data.push(data);
    } else if (type === 'fdAT') frames.at(-1)?.data.push(data.subarray(4));
  }
  if (!animation || frames.length !== u32be(animation, 0)) return undefined;
  const [width, height] = [u32be(header, 0), u32be(header, 4)];
  if (frames.some(({ data }) => data.length === 0)) return undefined;
  const plays = u32be(animation, 4);
  return { width, height, plays, frames: frames.map((frame) => readFrame(frame, header, common)) };
}

/** §11.3.6.2: sequence, width, height, left, top, delay as a fraction of seconds, dispose_op, blend_op. */
function readFrame(
  { control, data }: OpenFrame,
  header: Uint8Array,
  common: readonly PngChunk[],
): AnimationFrame {
  const own = Uint8Array.from(header);
  own.set(control.subarray(4, 12));
  const pictures = data.map((part) => ({ type: 'IDAT', data: part }));
  return {
    decode: () =>
      decodeRgba(
        joinPng([
          { type: 'IHDR', data: own },
          ...common,
          ...pictures,
          { type: 'IEND', data: new Uint8Array(0) },
        ]),
      ),
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
