/** JPEG: ITU-T T.81, annex B. */
import { hasText, Malformed, u16be, u8 } from './bytes.ts';
import { exifOrientation, type Orientation } from './exif.ts';
import type { Examination } from './examination.ts';
import { imageFacts, type Facts } from './facts.ts';
import { checkBehindPicture } from './trailing.ts';

/** Table B.1 «Marker code assignments». */
const marker = {
  SOI: 0xd8,
  EOI: 0xd9,
  SOS: 0xda,
  DNL: 0xdc,
  APP0: 0xe0,
  APP1: 0xe1,
  APP15: 0xef,
  COM: 0xfe,
  TEM: 0x01,
};
const isRestart = (code: number): boolean => code >= 0xd0 && code <= 0xd7;
/** SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
const isFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
/** Baseline, extended and progressive DCT, by Huffman or arithmetic coding. */
const decodableFrames = new Set([0xc0, 0xc1, 0xc2, 0xc9, 0xca]);

interface Frame {
  width: number;
  height: number;
  isProgressive: boolean;
  /** Samples of all components for each pixel: 3 for 4:4:4, 1.5 for 4:2:0. */
  samplesPerPixel: number;
  components: number;
}

/** B.2.2 «Frame header syntax»: length, precision, lines, samples a line, components. */
function readFrame(examination: Examination, code: number, segment: Uint8Array): Frame {
  const precision = u8(segment, 0);
  const height = u16be(segment, 1);
  const width = u16be(segment, 3);
  const components = u8(segment, 5);
  if (code === 0xc3 || code > 0xcb || (code >= 0xc5 && code <= 0xc7) || !decodableFrames.has(code)) {
    examination.rejectFeature('a JPEG', 'lossless or hierarchical coding');
  } else if (precision !== 8) {
    examination.rejectFeature('a JPEG', `${String(precision)} bits a sample`);
  }
  if (width === 0 || height === 0) throw new Malformed('The JPEG has no width or height.');
  if (components < 1 || components > 4 || segment.length < 6 + components * 3) {
    throw new Malformed('The JPEG has an impossible number of components.');
  }
  const isProgressive = code === 0xc2 || code === 0xca;
  return { width, height, isProgressive, components, samplesPerPixel: samplesPerPixel(segment, components) };
}

/** B.2.2: each component has three bytes, of which the second holds its two sampling factors. */
function samplesPerPixel(segment: Uint8Array, components: number): number {
  const factors = Array.from({ length: components }, (_, index) => u8(segment, 7 + index * 3));
  const [widest, highest] = [
    Math.max(...factors.map((factor) => factor >> 4)),
    Math.max(...factors.map((factor) => factor & 15)),
  ];
  if (factors.some((factor) => factor >> 4 === 0 || (factor & 15) === 0)) {
    throw new Malformed('The JPEG has an impossible sampling.');
  }
  return factors.reduce((sum, factor) => sum + ((factor >> 4) * (factor & 15)) / (widest * highest), 0);
}

/** B.1.1.5: entropy-coded data end at a marker that is neither a stuffed zero nor a restart. */
async function endOfScan(examination: Examination, from: number): Promise<number> {
  const pieceBytes = 64 * 1024;
  for (let at = from; at < examination.size; at += pieceBytes) {
    const piece = await examination.upTo(at, pieceBytes + 1);
    for (let ff = piece.indexOf(0xff); ff >= 0 && ff < pieceBytes; ff = piece.indexOf(0xff, ff + 1)) {
      const code = piece[ff + 1];
      if (code !== undefined && code !== 0 && code !== 0xff && !isRestart(code)) return at + ff;
    }
  }
  throw new Malformed('The JPEG ends before its end marker.');
}

interface Marker {
  readonly code: number;
  /** First byte behind the marker. */
  readonly next: number;
}

/**
 * The next marker from `at` on. Bytes between segments belong to none: firmware that counts the length of its metadata
 * wrongly leaves them, and decoders go over them; here they are metadata that nothing displays.
 */
async function nextMarker(examination: Examination, from: number): Promise<Marker> {
  const pieceBytes = 4096;
  for (let at = from; at + 2 <= examination.size; at += pieceBytes - 1) {
    const piece = await examination.upTo(at, pieceBytes);
    for (let ff = piece.indexOf(0xff); ff >= 0; ff = piece.indexOf(0xff, ff + 1)) {
      const code = piece[ff + 1];
      // B.1.1.2: any number of fill bytes FF may stand before a marker; FF 00 is none.
      if (code === undefined || code === 0 || code === 0xff) continue;
      await passOver(examination, from, at + ff);
      return { code, next: at + ff + 2 };
    }
  }
  throw new Malformed('The JPEG ends before its end marker.');
}

async function passOver(examination: Examination, from: number, to: number): Promise<void> {
  if (to === from) return;
  examination.countMetadata(to - from);
  await examination.scan(from, to - from, 'between two segments');
}

const isMetadata = (code: number): boolean =>
  (code >= marker.APP0 && code <= marker.APP15) || code === marker.COM;

/** Where a segment ends. Metadata that are shorter than their own length are taken for empty, as decoders do. */
async function endOfSegment(examination: Examination, { code, next }: Marker): Promise<number> {
  const length = u16be(await examination.bytes(next, 2), 0);
  if (length < 2 && !isMetadata(code)) {
    throw new Malformed('A segment of the JPEG is shorter than its own length.');
  }
  const end = next + Math.max(2, length);
  if (end > examination.size) throw new Malformed('The JPEG ends within a segment.');
  return end;
}

/** Exif 2.32 §4.7.2: "Exif", a zero, a byte of padding. */
const exifHeadBytes = 6;

export async function examineJpeg(examination: Examination): Promise<Facts> {
  let at = 2;
  let frame: Frame | undefined;
  let orientation: Orientation | undefined;
  let scans = 0;
  let isBuffered = false;
  for (;;) {
    examination.step();
    const found = await nextMarker(examination, at);
    const { code, next } = found;
    at = next;
    if (code === marker.EOI) break;
    if (isRestart(code) || code === marker.TEM) continue;
    if (code === marker.SOI || code < 0xc0) {
      // A picture of one scan is complete by then, if at all: that the decoder finds out.
      if (scans > 0 && !isBuffered) break;
      throw new Malformed('The JPEG has a marker where none may be.');
    }
    const end = await endOfSegment(examination, found);
    const [content, length] = [next + 2, end - next - 2];
    at = end;
    if (isFrame(code)) {
      if (frame) throw new Malformed('The JPEG has two frames.');
      frame = readFrame(examination, code, await examination.bytes(content, length));
    } else if (isMetadata(code)) {
      examination.countMetadata(length);
      const head = await examination.bytes(content, Math.min(length, exifHeadBytes));
      // As in browsers the first of several counts, even where it says nothing.
      if (code === marker.APP1 && hasText(head, 0, 'Exif\0')) {
        orientation ??= exifOrientation((await examination.bytes(content, length)).subarray(exifHeadBytes));
      }
      await examination.scan(content, length, code === marker.COM ? 'in a comment' : 'in the metadata');
    } else if (code === marker.SOS) {
      if (!frame) throw new Malformed('The JPEG has a scan before its frame.');
      scans += 1;
      if (scans > examination.limits.maxScans) throw new Malformed('The JPEG has too many scans.');
      // What is spread over several scans can only be put together in memory.
      isBuffered ||= frame.isProgressive || u8(await examination.bytes(content, 1), 0) < frame.components;
      if (examination.depth === 'index') break;
      at = await endOfScan(examination, end);
    }
  }
  if (!frame || scans === 0) throw new Malformed('The JPEG has no picture.');
  const facts = imageFacts(examination, {
    mimeType: 'image/jpeg',
    width: frame.width,
    height: frame.height,
    orientation: orientation ?? 1,
    // libjpeg holds coefficients of two bytes.
    decoderBytesPerPixel: isBuffered ? frame.samplesPerPixel * 2 : 0,
  });
  if (examination.depth === 'whole') await checkBehindPicture(examination, at, 'JPEG');
  return facts;
}
