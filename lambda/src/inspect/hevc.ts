/** HEVC as HEIF holds it: its configuration (ISO/IEC 14496-15 §8.3.3.1) and the sizes that it tells (ITU-T H.265). */
import { BitReader, withoutEmulationPrevention } from './bit-reader.ts';
import { Malformed, u16be, u8 } from './bytes.ts';

export interface HevcConfiguration {
  /** H.265 annex A: 1 Main, 2 Main 10, 3 Main Still Picture, 4 format range extensions, … */
  readonly profile: number;
  /** Bytes of the length in front of each unit of a sample. */
  readonly lengthBytes: number;
  /** Parameter sets, as a decoder takes them. */
  readonly units: readonly Uint8Array[];
  readonly picture: HevcSize;
}

interface HevcSize {
  /** Pixels that come out. */
  readonly width: number;
  readonly height: number;
  /** Pixels that are decoded, in whole blocks. */
  readonly codedPixels: number;
  /** 0 grey, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  readonly chroma: number;
  /** Bits of the deeper of luma and chroma. */
  readonly bits: number;
}

/** Table 7-1. */
const unitTypes = { sequenceParameters: 33 };

export const unitType = (unit: Uint8Array): number => (u8(unit, 0) >> 1) & 63;
/** Of pictures that need another layer than the base, or of its parameters. */
const isOfLayer = (unit: Uint8Array): boolean => ((u8(unit, 0) & 1) << 5) + (u8(unit, 1) >> 3) > 0;
/** VPS, SPS, PPS. */
export const isParameterSet = (unit: Uint8Array): boolean =>
  unit.length > 2 && unitType(unit) >= 32 && unitType(unit) <= 34 && !isOfLayer(unit);
/** A slice that needs no other picture. */
export const isStillSlice = (unit: Uint8Array): boolean =>
  unit.length > 2 && unitType(unit) >= 16 && unitType(unit) <= 23 && !isOfLayer(unit);

/** @throws Malformed where no decoder could make anything of it. */
export function readHevcConfiguration(hvcC: Uint8Array): HevcConfiguration {
  const units: Uint8Array[] = [];
  let at = 22;
  for (let arrays = u8(hvcC, at++); arrays > 0; arrays -= 1) {
    const count = u16be(hvcC, at + 1);
    at += 3;
    for (let index = 0; index < count; index += 1) {
      const length = u16be(hvcC, at);
      const unit = hvcC.subarray(at + 2, at + 2 + length);
      if (unit.length < length) throw new Malformed('The description of the picture’s codec ends too early.');
      if (isParameterSet(unit)) units.push(unit);
      at += 2 + length;
    }
  }
  const sizes = units.filter((unit) => unitType(unit) === unitTypes.sequenceParameters).map(readSize);
  const [picture] = sizes;
  if (!picture) throw new Malformed('A picture in it has no description of its codec.');
  // A decoder takes the one that the slice names: all of them have to be what was counted.
  if (sizes.some((size) => size.codedPixels !== picture.codedPixels || size.bits !== picture.bits)) {
    throw new Malformed('A picture in it tells two sizes.');
  }
  return { profile: u8(hvcC, 1) & 31, lengthBytes: (u8(hvcC, 21) & 3) + 1, units, picture };
}

/** §7.3.2.2.1, up to the depth of samples. */
function readSize(unit: Uint8Array): HevcSize {
  const reader = new BitReader(withoutEmulationPrevention(unit.subarray(2)));
  reader.skip(4);
  const subLayers = reader.bits(3);
  reader.skip(1);
  skipProfiles(reader, subLayers);
  reader.exponentialGolomb();
  const format = reader.exponentialGolomb();
  if (format > 3) throw new Malformed('The picture’s codec has an impossible format.');
  const isSeparate = format === 3 && reader.bits(1) === 1;
  const [width, height] = [reader.exponentialGolomb(), reader.exponentialGolomb()];
  // §7.4.3.2.1: the window is counted in pixels of chroma.
  const [across, down] = [format === 1 || format === 2 ? 2 : 1, format === 1 ? 2 : 1];
  const hasWindow = reader.bits(1) === 1;
  const edge = () => (hasWindow ? reader.exponentialGolomb() : 0);
  const [left, right, top, bottom] = [edge(), edge(), edge(), edge()];
  const shown = { width: width - (left + right) * across, height: height - (top + bottom) * down };
  const bits = 8 + Math.max(reader.exponentialGolomb(), reader.exponentialGolomb());
  if (shown.width < 1 || shown.height < 1) throw new Malformed('The picture has no width or height.');
  return { ...shown, codedPixels: width * height, chroma: isSeparate ? 3 : format, bits };
}

/** §7.3.3: general profile and level, then those of sub-layers that have their own. */
function skipProfiles(reader: BitReader, subLayers: number): void {
  reader.skip(96);
  const present = Array.from({ length: subLayers }, () => [reader.bits(1), reader.bits(1)] as const);
  if (subLayers > 0) reader.skip((8 - subLayers) * 2);
  for (const [profile, level] of present) reader.skip(profile * 88 + level * 8);
}

/** Units of a sample, each behind its length (ISO/IEC 14496-15 §4.3.3). @throws Malformed for one that is cut short. */
export function* unitsOf(sample: Uint8Array, lengthBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < sample.length;) {
    let length = 0;
    for (let index = 0; index < lengthBytes; index += 1) length = length * 256 + u8(sample, at + index);
    at += lengthBytes;
    if (at + length > sample.length) throw new Malformed('A picture in it ends too early.');
    if (length > 0) yield sample.subarray(at, at + length);
    at += length;
  }
}
