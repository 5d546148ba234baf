/** JPEG: ITU-T T.81, annex B. */
import { hasText, Malformed, u16be, u8 } from './bytes.ts';
import { exifOrientation, isSideways } from './exif.ts';
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
  return { width, height };
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

/** More fill bytes before a marker than any encoder writes. */
const maxFillBytes = 256;

async function readMarker(examination: Examination, at: number): Promise<{ code: number; next: number }> {
  const head = await examination.upTo(at, maxFillBytes);
  if (head.length < 2) throw new Malformed('The JPEG ends before its end marker.');
  if (head[0] !== 0xff) throw new Malformed('The JPEG has bytes that belong to no segment.');
  // B.1.1.2: any number of fill bytes FF may stand before a marker.
  const code = head.findIndex((byte) => byte !== 0xff);
  if (code < 0) throw new Malformed('The JPEG has no marker where one must be.');
  return { code: u8(head, code), next: at + code + 1 };
}

export async function examineJpeg(examination: Examination): Promise<Facts> {
  let at = 2;
  let frame: Frame | undefined;
  let orientation = 1;
  let scans = 0;
  for (;;) {
    examination.step();
    const { code, next } = await readMarker(examination, at);
    if (code === marker.EOI) {
      at = next;
      break;
    }
    if (isRestart(code) || code === marker.TEM) {
      at = next;
      continue;
    }
    if (code === marker.SOI || code < 0xc0) throw new Malformed('The JPEG has a marker where none may be.');
    const length = u16be(await examination.bytes(next, 2), 0);
    if (length < 2) throw new Malformed('A segment of the JPEG is shorter than its own length.');
    if (next + length > examination.size) throw new Malformed('The JPEG ends within a segment.');
    const end = next + length;
    if (isFrame(code)) {
      if (frame) throw new Malformed('The JPEG has two frames.');
      frame = readFrame(examination, code, await examination.bytes(next + 2, length - 2));
    } else if ((code >= marker.APP0 && code <= marker.APP15) || code === marker.COM) {
      examination.countMetadata(length);
      const head = await examination.bytes(next + 2, Math.min(length - 2, 6));
      if (code === marker.APP1 && hasText(head, 0, 'Exif\0')) {
        orientation = exifOrientation(await examination.bytes(next + 2, length - 2));
      }
      await examination.scan(next + 2, length - 2, code === marker.COM ? 'in a comment' : 'in the metadata');
    } else if (code === marker.SOS) {
      if (!frame) throw new Malformed('The JPEG has a scan before its frame.');
      scans += 1;
      if (scans > examination.limits.maxScans) throw new Malformed('The JPEG has too many scans.');
      if (examination.depth === 'index') break;
      at = await endOfScan(examination, end);
      continue;
    }
    at = end;
  }
  if (!frame || scans === 0) throw new Malformed('The JPEG has no picture.');
  const facts = imageFacts(examination, {
    mimeType: 'image/jpeg',
    ...frame,
    sideways: isSideways(orientation),
  });
  if (examination.depth === 'whole') await checkBehindPicture(examination, at, 'JPEG');
  return facts;
}
