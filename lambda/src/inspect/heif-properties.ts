/** What the properties of a picture's item say: its size, how it is cut and turned, its colours (ISO/IEC 23008-12 §6.5). */
import { hasText, i32be, Malformed, u16be, u32be, u8 } from './bytes.ts';
import type { Orientation } from './exif.ts';
import type { CodedMatrix, Crop } from './heif-image.ts';
import type { ItemProperty } from './heif-items.ts';
import type { ByteRange } from './byte-range.ts';
import type { CodedColour } from './inspection.ts';

/** §6.5.3 ispe. @throws Malformed where there is none. */
export function codedSize(properties: readonly ItemProperty[]): { width: number; height: number } {
  const size = properties.find(({ type }) => type === 'ispe');
  const [width, height] = size ? [u32be(size.content, 4), u32be(size.content, 8)] : [0, 0];
  if (width === 0 || height === 0) throw new Malformed('The picture has no width or height.');
  return { width, height };
}

/**
 * ISO/IEC 14496-12 §12.1.4 clap: width and height as fractions, and how far their centre is from the picture's.
 * `undefined` where it reaches out of the picture. Edges are rounded as libheif does.
 */
export function cleanAperture(content: Uint8Array, width: number, height: number): Crop | undefined {
  if (content.length < 32) return undefined;
  const [cutWidth, cutHeight] = [
    u32be(content, 0) / u32be(content, 4),
    u32be(content, 8) / u32be(content, 12),
  ];
  const [across, down] = [i32be(content, 16) / u32be(content, 20), i32be(content, 24) / u32be(content, 28)];
  const left = across + (width - cutWidth) / 2;
  const top = down + (height - cutHeight) / 2;
  const fits =
    cutWidth >= 1 &&
    cutHeight >= 1 &&
    left >= 0 &&
    top >= 0 &&
    left + cutWidth <= width &&
    top + cutHeight <= height;
  if (!fits) return undefined;
  const cut = { width: Math.round(cutWidth), height: Math.round(cutHeight) };
  return {
    ...cut,
    left: Math.min(Math.round(left), width - cut.width),
    top: Math.min(Math.round(top), height - cut.height),
  };
}

/** ISO/IEC 14496-12 §12.1.5 colr, "nclx": numbers of ITU-T H.273. */
function codedColour({ content }: ItemProperty): CodedColour | undefined {
  if (!hasText(content, 0, 'nclx') || content.length < 8) return undefined;
  return { primaries: u16be(content, 4), transfer: u16be(content, 6) };
}

const isProfile = ({ type, content }: ItemProperty): boolean =>
  type === 'colr' && (hasText(content, 0, 'prof') || hasText(content, 0, 'rICC'));

/** A profile says more, and counts where both are there (MIAF §7.3.6.4). */
export function colourOf(properties: readonly ItemProperty[]): CodedColour | undefined {
  const colours = properties.filter(({ type }) => type === 'colr');
  if (colours.some((property) => !hasText(property.content, 0, 'nclx'))) return undefined;
  return colours.map(codedColour).find((colour) => colour !== undefined);
}

/** Where an ICC profile stands. */
export function profileOf(properties: readonly ItemProperty[]): ByteRange | undefined {
  const range = properties.find(isProfile)?.range;
  return range && { from: range.from + 4, to: range.to };
}

/** Of the first `nclx`, beside which a profile may stand. */
export function matrixOf(properties: readonly ItemProperty[]): CodedMatrix | undefined {
  const nclx = properties.find(({ type, content }) => type === 'colr' && hasText(content, 0, 'nclx'));
  if (!nclx || nclx.content.length < 11) return undefined;
  return { matrix: u16be(nclx.content, 8), isFullRange: u8(nclx.content, 10) >= 0x80 };
}

/** Across and down as they come to stand: each of x and y is one of the stored picture's, or its opposite. */
type Axes = readonly [xx: number, xy: number, yx: number, yy: number];

/** Exif 2.32 §4.6.4 A: where the stored picture's right and down point to. */
const orientations: readonly (readonly [Orientation, Axes])[] = [
  [1, [1, 0, 0, 1]],
  [2, [-1, 0, 0, 1]],
  [3, [-1, 0, 0, -1]],
  [4, [1, 0, 0, -1]],
  [5, [0, 1, 1, 0]],
  [6, [0, -1, 1, 0]],
  [7, [0, -1, -1, 0]],
  [8, [0, 1, -1, 0]],
];

/** Applies `next` to what `axes` have made of the picture. */
const then = (
  [xx, xy, yx, yy]: Axes,
  [nextXx, nextXy, nextYx, nextYy]: Axes,
): [number, number, number, number] => [
  nextXx * xx + nextXy * yx,
  nextXx * xy + nextXy * yy,
  nextYx * xx + nextYy * yx,
  nextYx * xy + nextYy * yy,
];

const axesOf = (orientation: Orientation): Axes =>
  orientations.find(([known]) => known === orientation)?.[1] ?? [1, 0, 0, 1];

export interface Placement {
  /** Of the stored picture. */
  readonly crop: Crop;
  /** Afterwards. */
  readonly orientation: Orientation;
}

/** §6.5: `clap`, `irot` and `imir` apply in the order of the file; here they are one cut and one turn. */
export function placementOf(
  properties: readonly ItemProperty[],
  stored: { readonly width: number; readonly height: number },
): Placement {
  let axes: Axes = [1, 0, 0, 1];
  let crop: Crop = { left: 0, top: 0, width: stored.width, height: stored.height };
  for (const { type, content } of properties) {
    if (type === 'clap') crop = cut(crop, axes, content);
    else if (type === 'irot') {
      // §6.5.10: quarters anticlockwise.
      for (let quarters = u8(content, 0) & 3; quarters > 0; quarters -= 1) axes = then(axes, [0, 1, -1, 0]);
    } else if (type === 'imir') {
      // §6.5.12: 0 exchanges top and bottom, 1 left and right.
      axes = then(axes, (u8(content, 0) & 1) === 0 ? [1, 0, 0, -1] : [-1, 0, 0, 1]);
    }
  }
  const found = orientations.find(([, known]) => known.every((value, index) => value === axes[index]));
  return { crop, orientation: found?.[0] ?? 1 };
}

/** What `clap` leaves of a picture that `axes` have turned already, in pixels of the stored one. */
function cut(crop: Crop, [xx, xy, yx, yy]: Axes, clap: Uint8Array): Crop {
  const isSideways = xx === 0;
  const [width, height] = isSideways ? [crop.height, crop.width] : [crop.width, crop.height];
  const aperture = cleanAperture(clap, width, height);
  if (!aperture) return crop;
  const before = (direction: number, start: number, length: number, whole: number): number =>
    direction > 0 ? start : whole - start - length;
  const { left, top } = aperture;
  if (isSideways) {
    return {
      left: crop.left + before(yx, top, aperture.height, height),
      top: crop.top + before(xy, left, aperture.width, width),
      width: aperture.height,
      height: aperture.width,
    };
  }
  return {
    left: crop.left + before(xx, left, aperture.width, width),
    top: crop.top + before(yy, top, aperture.height, height),
    width: aperture.width,
    height: aperture.height,
  };
}

/** Where a pixel of the upright picture stands in the stored one, both counted from their upper left. */
export function storedPlace(
  orientation: Orientation,
  stored: { readonly width: number; readonly height: number },
): (x: number, y: number) => number {
  const [xx, xy, yx, yy] = axesOf(orientation);
  // The inverse of a turn by quarters is its transpose.
  const [fromX, fromY] = [xx + yx < 0 ? stored.width - 1 : 0, xy + yy < 0 ? stored.height - 1 : 0];
  return (x, y) => (fromY + xy * x + yy * y) * stored.width + fromX + xx * x + yx * y;
}
