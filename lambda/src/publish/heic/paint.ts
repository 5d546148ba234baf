/** Luma and chroma made red, green and blue (ITU-T H.273 §8.3). */
import { overlap, type Canvas } from './canvas.ts';
import type { CodedMatrix } from '../../inspect/heif-image.ts';
import type { HevcPicture, HevcPlane } from './hevc-decoder.ts';

/** Table 4: how much of red and blue is in luma. What is unknown is that of JPEG. */
const shares: Readonly<Partial<Record<number, readonly [red: number, blue: number]>>> = {
  1: [0.2126, 0.0722],
  4: [0.3, 0.11],
  5: [0.299, 0.114],
  6: [0.299, 0.114],
  7: [0.212, 0.087],
  9: [0.2627, 0.0593],
  10: [0.2627, 0.0593],
};
const jpegShares = [0.299, 0.114] as const;
/** 12 has luma follow from the primaries (formulas 32 to 37). */
const derived = 12;
const sharesOfPrimaries: Readonly<Partial<Record<number, readonly [number, number]>>> = {
  1: [0.2126, 0.0722],
  9: [0.2627, 0.0593],
  12: [0.22897, 0.07929],
};
/** Samples are green, blue and red themselves. */
const identity = 0;
const yCgCo = 8;

interface Scale {
  readonly zero: number;
  /** From a step of the samples to one of the canvas. */
  readonly factor: number;
}

/** §8.3, formulas 20 to 31: black to white, and around no colour. */
function scaleOf(bits: number, isFullRange: boolean, isChroma: boolean, full: number): Scale {
  const max = 2 ** bits - 1;
  const unit = 2 ** (bits - 8);
  const zero = isChroma ? 128 * unit : isFullRange ? 0 : 16 * unit;
  const range = isFullRange ? max : (isChroma ? 224 : 219) * unit;
  return { zero, factor: full / range };
}

/** What of Cb and Cr goes into red, green and blue. */
interface Mix {
  readonly redCr: number;
  readonly greenCb: number;
  readonly greenCr: number;
  readonly blueCb: number;
}

function mixOf(matrix: number, primaries: number): Mix {
  const [red, blue] = (matrix === derived ? sharesOfPrimaries[primaries] : shares[matrix]) ?? jpegShares;
  const green = 1 - red - blue;
  return {
    redCr: 2 * (1 - red),
    greenCb: (-2 * (1 - blue) * blue) / green,
    greenCr: (-2 * (1 - red) * red) / green,
    blueCb: 2 * (1 - blue),
  };
}

/** Draws what lies on the canvas of a picture whose upper left is at `left`, `top`, in full opacity. */
export function paint(
  canvas: Canvas,
  picture: HevcPicture,
  said: CodedMatrix | undefined,
  place: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): void {
  const { left, top } = place;
  const part = overlap(canvas, place, left, top);
  const full = canvas.data instanceof Uint16Array ? 0xffff : 0xff;
  const isFullRange = said?.isFullRange ?? picture.isFullRange;
  const matrix = said?.matrix ?? picture.matrix;
  const [luma, cb, cr] = picture.planes;
  if (!luma) return;
  const row = rowPainter(canvas, full, matrix, picture.primaries, isFullRange, luma, cb, cr);
  for (let y = part.top; y < part.top + part.height; y += 1) {
    row(y, part.left, part.width, ((top + y) * canvas.width + left + part.left) * canvas.channels);
  }
}

type PaintRow = (y: number, from: number, count: number, to: number) => void;

function rowPainter(
  canvas: Canvas,
  full: number,
  matrix: number,
  primaries: number,
  isFullRange: boolean,
  luma: HevcPlane,
  cb: HevcPlane | undefined,
  cr: HevcPlane | undefined,
): PaintRow {
  const { data, channels } = canvas;
  const light = scaleOf(luma.bits, isFullRange, false, full);
  // Uint8Array would wrap what is brighter than white.
  const clamp = (value: number): number => (value <= 0 ? 0 : value >= full ? full : (value + 0.5) | 0);
  if (!cb || !cr) {
    return (y, from, count, to) => {
      const start = y * luma.stride + from;
      for (let x = 0; x < count; x += 1) {
        const grey = clamp(((luma.samples[start + x] ?? 0) - light.zero) * light.factor);
        data[to] = data[to + 1] = data[to + 2] = grey;
        if (channels === 4) data[to + 3] = full;
        to += channels;
      }
    };
  }
  const isIdentity = matrix === identity;
  const colour = scaleOf(cb.bits, isFullRange, !isIdentity, full);
  const mix = mixOf(matrix, primaries);
  const [blues, reds] = [chromaRows(luma, cb), chromaRows(luma, cr)];
  return (y, from, count, to) => {
    const start = y * luma.stride;
    const [blueRow, redRow] = [blues(y), reds(y)];
    for (let x = from; x < from + count; x += 1) {
      const bright = ((luma.samples[start + x] ?? 0) - light.zero) * light.factor;
      const b = ((blueRow[x] ?? 0) - colour.zero) * colour.factor;
      const r = ((redRow[x] ?? 0) - colour.zero) * colour.factor;
      if (isIdentity) {
        data[to] = clamp(r);
        data[to + 1] = clamp(bright);
        data[to + 2] = clamp(b);
      } else if (matrix === yCgCo) {
        data[to] = clamp(bright - b + r);
        data[to + 1] = clamp(bright + b);
        data[to + 2] = clamp(bright - b - r);
      } else {
        data[to] = clamp(bright + mix.redCr * r);
        data[to + 1] = clamp(bright + mix.greenCb * b + mix.greenCr * r);
        data[to + 2] = clamp(bright + mix.blueCb * b);
      }
      if (channels === 4) data[to + 3] = full;
      to += channels;
    }
  };
}

/**
 * Chroma for each pixel of a row. Where it is halved its samples stand upon even columns, and between two rows (H.265
 * §E.3.1, chroma_sample_loc_type 0): in between it is what lies between.
 */
function chromaRows(luma: HevcPlane, plane: HevcPlane): (y: number) => Float32Array {
  const isHalfWide = plane.width < luma.width;
  const isHalfHigh = plane.height < luma.height;
  const row = new Float32Array(luma.width);
  const { samples, stride, width, height } = plane;
  return (y) => {
    const own = isHalfHigh ? Math.min(y >> 1, height - 1) : y;
    const other = isHalfHigh ? Math.max(0, Math.min(height - 1, (y & 1) === 0 ? own - 1 : own + 1)) : own;
    const [start, otherStart] = [own * stride, other * stride];
    let before = 0;
    for (let x = 0; x < width; x += 1) {
      const value = isHalfHigh
        ? (samples[start + x] ?? 0) * 0.75 + (samples[otherStart + x] ?? 0) * 0.25
        : (samples[start + x] ?? 0);
      if (!isHalfWide) row[x] = value;
      else {
        if (x > 0) row[x * 2 - 1] = (before + value) / 2;
        row[x * 2] = value;
        // The last column has nothing behind it.
        row[x * 2 + 1] = value;
      }
      before = value;
    }
    return row;
  };
}
