/** What encoders, dashcams and drones write between pictures is taken out of samples (docs/adr/0018-samples-without-text.md). */
import type { VideoCodec } from 'mediabunny';
import { av1WithoutText } from './av1-obus.ts';
import { avcUnits, hevcUnits, sampleWithoutText } from './nal-units.ts';

export interface TextFilter {
  /** A sample without text; itself where there is none. */
  sample(data: Uint8Array): Uint8Array;
  /** The same for what stands in front of all samples. */
  description(bytes: Uint8Array): Uint8Array;
}

/** ISO/IEC 14496-15 §5.3.3.1 avcC and §8.3.3.1 hvcC: two bits say how long lengths are, less one. */
const lengthBytesAt = (description: Uint8Array | undefined, at: number): number | undefined =>
  description && ((description[at] ?? 3) & 0x03) + 1;

/** @param description of the decoder's configuration; undefined where units stand behind start codes. */
export function textFilter(codec: VideoCodec, description: Uint8Array | undefined): TextFilter {
  switch (codec) {
    case 'avc': {
      const lengthBytes = lengthBytesAt(description, 4);
      return {
        sample: (data) => sampleWithoutText(data, avcUnits, lengthBytes),
        description: avcCWithoutText,
      };
    }
    case 'hevc': {
      const lengthBytes = lengthBytesAt(description, 21);
      return {
        sample: (data) => sampleWithoutText(data, hevcUnits, lengthBytes),
        description: hvcCWithoutText,
      };
    }
    case 'av1':
      return { sample: av1WithoutText, description: av1CWithoutText };
    case 'vp8':
    case 'vp9':
    case 'prores':
      return { sample: (data) => data, description: (bytes) => bytes };
  }
}

const av1CHeadBytes = 4;

/** AV1 Codec ISO Media File Format Binding §2.3: four bytes, then units. */
function av1CWithoutText(bytes: Uint8Array): Uint8Array {
  const units = bytes.subarray(av1CHeadBytes);
  const left = av1WithoutText(units);
  return left === units ? bytes : Buffer.concat([bytes.subarray(0, av1CHeadBytes), left]);
}

const avcCHeadBytes = 5;
/** Profiles behind whose parameter sets three more fields stand, and sets of another kind (§5.3.3.1.2). */
const highProfiles = new Set([100, 110, 122, 144]);

/** Six bytes with how many sequence parameter sets, those, and the same for pictures; nothing behind. */
function avcCWithoutText(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Where so many sets end, each behind a length of two bytes. */
  const endOfSets = (from: number, count: number): number => {
    let at = from;
    for (let index = 0; index < count && at + 2 <= bytes.length; index += 1) at += 2 + view.getUint16(at);
    return at;
  };
  if (bytes.length <= avcCHeadBytes) return bytes;
  let end = endOfSets(avcCHeadBytes + 1, view.getUint8(avcCHeadBytes) & 0x1f);
  if (end >= bytes.length) return bytes;
  end = endOfSets(end + 1, view.getUint8(end));
  if (highProfiles.has(view.getUint8(1)) && end + 4 <= bytes.length) {
    end = endOfSets(end + 4, view.getUint8(end + 3));
  }
  return bytes.subarray(0, Math.min(end, bytes.length));
}

const hvcCHeadBytes = 23;

/** §8.3.3.1: 22 bytes, how many arrays; of each its type, how many units, and units behind lengths of two bytes. */
function hvcCWithoutText(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < hvcCHeadBytes) return bytes;
  const kept: Uint8Array[] = [];
  let arrays = 0;
  let at = hvcCHeadBytes;
  for (let index = 0; index < view.getUint8(22); index += 1) {
    const start = at;
    if (at + 3 > bytes.length) return bytes;
    const type = view.getUint8(at) & 0x3f;
    const units = view.getUint16(at + 1);
    at += 3;
    for (let unit = 0; unit < units; unit += 1) {
      if (at + 2 > bytes.length) return bytes;
      at += 2 + view.getUint16(at);
    }
    if (at > bytes.length) return bytes;
    // SEI messages there are for all pictures, and say nothing that a sample could not.
    if (hevcUnits.isSei(type)) continue;
    arrays += 1;
    kept.push(bytes.subarray(start, at));
  }
  if (arrays === view.getUint8(22) && at === bytes.length) return bytes;
  const head = Buffer.from(bytes.subarray(0, hvcCHeadBytes));
  head[22] = arrays;
  return Buffer.concat([head, ...kept]);
}
