/** Open bitstream units of AV1 without those that only carry text (AV1 §5.3, §5.8, §6.7). */
import { isShown } from './itu-t35.ts';

const metadata = 5;
const neededTypes = new Set([1, 2, 3, 4, metadata, 6, 7, 8]);
const lightLevel = 1;
const colourVolume = 2;
const scalability = 3;
const ituT35 = 4;

interface Obu {
  readonly start: number;
  readonly content: number;
  readonly end: number;
  readonly type: number;
}

/** §4.10.5 leb128; undefined where it goes on beyond eight bytes, or the end. */
function readLeb128(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  return undefined;
}

/** The units of a sample; a broken one ends them. */
function obusOf(sample: Uint8Array): Obu[] {
  const obus: Obu[] = [];
  for (let at = 0; at < sample.length;) {
    const header = sample[at] ?? 0;
    const behind = at + (header & 0x04 ? 2 : 1);
    // Without a size it reaches to the end (AV1 Codec ISO Media File Format Binding §2.4).
    const size = header & 0x02 ? readLeb128(sample, behind) : { value: sample.length - behind, end: behind };
    if (!size || size.end + size.value > sample.length) break;
    const end = size.end + size.value;
    obus.push({ start: at, content: size.end, end, type: (header >> 3) & 0x0f });
    at = end;
  }
  return obus;
}

function isNeeded(sample: Uint8Array, { type, content, end }: Obu): boolean {
  if (type !== metadata) return neededTypes.has(type);
  const kind = readLeb128(sample.subarray(0, end), content);
  if (!kind) return false;
  if (kind.value === ituT35) return isShown(sample.subarray(kind.end, end));
  return kind.value === lightLevel || kind.value === colourVolume || kind.value === scalability;
}

/** @returns the sample itself where nothing is to go. */
export function av1WithoutText(sample: Uint8Array): Uint8Array {
  const obus = obusOf(sample);
  const needless = obus.filter((obu) => !isNeeded(sample, obu));
  if (needless.length === 0) return sample;
  const kept: Uint8Array[] = [];
  let copied = 0;
  for (const { start, end } of needless) {
    kept.push(sample.subarray(copied, start));
    copied = end;
  }
  return Buffer.concat([...kept, sample.subarray(copied)]);
}
