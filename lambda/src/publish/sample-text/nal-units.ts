/** NAL units of H.264 and H.265 without those that only carry text. */
import { withoutText } from './sei.ts';

interface UnitKinds {
  readonly headBytes: number;
  readonly typeOf: (firstByte: number) => number;
  readonly isSei: (type: number) => boolean;
  /** Filler, and types that no specification gives a meaning: decoders pass them over, whatever they hold. */
  readonly isNeedless: (type: number) => boolean;
  /** A unit that says nothing, for samples of which nothing else is left. */
  readonly delimiter: Uint8Array;
}

export const avcUnits: UnitKinds = {
  headBytes: 1,
  typeOf: (byte) => byte & 0x1f,
  isSei: (type) => type === 6,
  // Dolby Vision has its own in 28 and 30.
  isNeedless: (type) => type === 0 || type === 12 || (type >= 24 && type !== 28 && type !== 30),
  delimiter: Uint8Array.of(9, 0xf0),
};

export const hevcUnits: UnitKinds = {
  headBytes: 2,
  typeOf: (byte) => (byte >> 1) & 0x3f,
  isSei: (type) => type === 39 || type === 40,
  // Dolby Vision has its own in 62 and 63.
  isNeedless: (type) => type === 38 || (type >= 48 && type < 62),
  delimiter: Uint8Array.of(70, 1, 0x50),
};

interface Unit {
  /** Where its length, or its start code, begins. */
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/** Units behind their lengths (ISO/IEC 14496-15 §5.3.2); a broken length ends them. */
function unitsByLength(sample: Uint8Array, lengthBytes: number): Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at + lengthBytes <= sample.length;) {
    let length = 0;
    for (let index = 0; index < lengthBytes; index += 1) length = length * 0x100 + (sample[at + index] ?? 0);
    const content = at + lengthBytes;
    if (content + length > sample.length) break;
    units.push({ start: at, content, end: content + length });
    at = content + length;
  }
  return units;
}

const startCode = Buffer.from([0, 0, 1]);

/** Units behind start codes (H.264 annex B). */
function unitsByStartCode(sample: Uint8Array): Unit[] {
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength);
  const units: Unit[] = [];
  for (let at = bytes.indexOf(startCode); at >= 0;) {
    const next = bytes.indexOf(startCode, at + 3);
    units.push({ start: at, content: at + 3, end: next < 0 ? bytes.length : next });
    at = next;
  }
  return units;
}

function lengthOf(bytes: number, lengthBytes: number): Uint8Array {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(bytes, 0, lengthBytes);
  return length;
}

/**
 * @param lengthBytes of a unit's length; undefined for units behind start codes.
 * @returns the sample itself where nothing is to go.
 */
export function sampleWithoutText(
  sample: Uint8Array,
  kinds: UnitKinds,
  lengthBytes: number | undefined,
): Uint8Array {
  const units = lengthBytes === undefined ? unitsByStartCode(sample) : unitsByLength(sample, lengthBytes);
  const prefix = (bytes: number): Uint8Array =>
    lengthBytes === undefined ? startCode : lengthOf(bytes, lengthBytes);
  /** What stays, in stretches as long as may be. */
  const kept: Uint8Array[] = [];
  let copied = 0;
  for (const { start, content, end } of units) {
    const type = kinds.typeOf(sample[content] ?? 0);
    const isSei = kinds.isSei(type);
    if (!isSei && !kinds.isNeedless(type)) continue;
    const unit = sample.subarray(content, end);
    const rest = isSei ? withoutText(unit, kinds.headBytes) : undefined;
    if (rest === unit) continue;
    kept.push(sample.subarray(copied, start));
    if (rest) kept.push(prefix(rest.length), rest);
    copied = end;
  }
  if (copied === 0) return sample;
  kept.push(sample.subarray(copied));
  const left = kept.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat(left > 0 ? kept : [prefix(kinds.delimiter.length), kinds.delimiter]);
}
