/**
 * A JPEG without all that firmware and editors get wrong beside the picture: ITU-T T.81, annex B. Decoders warn of it
 * in the same breath as of lost pixels; once it is gone, every warning means damage.
 */
import { hasText, u16be, u8 } from '../inspect/bytes.ts';
import { usualHuffmanTables } from './huffman-tables.ts';

const marker = { DHT: 0xc4, SOI: 0xd8, EOI: 0xd9, SOS: 0xda, APP0: 0xe0, APP2: 0xe2, APP14: 0xee };
/** DHT, DAC, DQT, DNL, DRI: what decoding a scan needs. */
const tables = new Set([0xc4, 0xcc, 0xdb, 0xdc, 0xdd]);
const isFrame = (code: number): boolean => code >= 0xc0 && code <= 0xcf && code !== 0xc8 && !tables.has(code);
/** Baseline and extended DCT by Huffman coding, extended by arithmetic coding. */
const isSequential = (code: number): boolean => code === 0xc0 || code === 0xc1 || code === 0xc9;
const isBaseline = (code: number): boolean => code === 0xc0 || code === 0xc1;
const hasNoLength = (code: number): boolean => code === 0x01 || (code >= 0xd0 && code <= 0xd9);

/** JFIF 1.02: the version, no unit, an aspect ratio of 1 : 1, no thumbnail. */
const jfif = Buffer.from('\xff\xe0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0', 'latin1');
const minJfifBytes = 14;
const minAdobeBytes = 12;

/** `bytes` were walked to their end by the inspection. */
export function cleanJpeg(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from([0xff, marker.SOI])];
  let frame = 0;
  let components = 0;
  let hasCodes = false;
  for (let at = 2; ;) {
    const start = nextMarker(bytes, at);
    const code = start < 0 ? marker.EOI : u8(bytes, start + 1);
    if (code === marker.EOI) break;
    at = start + 2;
    // What no decoder knows behind a picture's only scan is not looked at.
    if (code < 0xc0 && code !== 0x01) break;
    if (hasNoLength(code)) continue;
    const end = Math.min(bytes.length, at + Math.max(2, u16be(bytes, at)));
    const segment = bytes.subarray(start, end);
    const content = bytes.subarray(at + 2, end);
    at = end;
    if (isFrame(code)) {
      frame = code;
      components = u8(content, 5);
      parts.push(segment);
    } else if (code === marker.SOS) {
      if (!hasCodes && isBaseline(frame)) parts.push(usualHuffmanTables);
      hasCodes = true;
      at = endOfScan(bytes, end);
      parts.push(isSequential(frame) ? wholeSpectrum(segment) : segment, bytes.subarray(end, at));
    } else if (tables.has(code)) {
      hasCodes ||= code === marker.DHT;
      parts.push(segment);
    } else if (code === marker.APP0 && hasText(content, 0, 'JFIF\0') && content.length >= minJfifBytes)
      parts.push(jfif);
    else if (code === marker.APP2 && hasText(content, 0, 'ICC_PROFILE\0')) parts.push(segment);
    else if (code === marker.APP14 && hasText(content, 0, 'Adobe') && content.length >= minAdobeBytes)
      parts.push(knownTransform(segment, components));
  }
  parts.push(Buffer.from([0xff, marker.EOI]));
  return Buffer.concat(parts);
}

/** B.1.1.2: FF, any number of FF to fill, and a code that is neither 00 nor FF. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (
    let at = bytes.indexOf(0xff, from);
    at >= 0 && at + 1 < bytes.length;
    at = bytes.indexOf(0xff, at + 1)
  ) {
    if (bytes[at + 1] !== 0 && bytes[at + 1] !== 0xff) return at;
  }
  return -1;
}

/** B.1.1.5: the scan's data end at a marker that is no restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = nextMarker(bytes, from); at >= 0; at = nextMarker(bytes, at + 2)) {
    const code = bytes[at + 1] ?? 0;
    if (code < 0xd0 || code > 0xd7) return at;
  }
  return bytes.length;
}

/** B.2.3: a sequential scan has all coefficients and all bits; Samsung's front cameras write zeros. */
function wholeSpectrum(segment: Uint8Array): Uint8Array {
  const fixed = Uint8Array.from(segment);
  fixed.set([0, 63, 0], segment.length - 3);
  return fixed;
}

/** T.872 §6.5.3: transforms other than 0, 1 and 2 are taken for that of the number of components. */
function knownTransform(segment: Uint8Array, components: number): Uint8Array {
  const at = 4 + 11;
  if (u8(segment, at) <= 2) return segment;
  const fixed = Uint8Array.from(segment);
  fixed[at] = components === 4 ? 2 : 1;
  return fixed;
}
