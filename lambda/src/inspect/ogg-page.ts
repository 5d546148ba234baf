/** Pages of Ogg: RFC 3533 §6. */
import { hasText, Malformed, u32le, u64le, u8 } from './bytes.ts';
import { crc32Ogg } from './checksums.ts';
import type { Examination } from './examination.ts';

export const oggHeadBytes = 27;
export const maxOggPageBytes = oggHeadBytes + 255 + 255 * 255;
export const oggFlags = { continued: 1, beginning: 2, end: 4 };
const capturePattern = 'OggS';
/** Where a page holds its checksum, which counts as zeros. */
export const oggChecksumAt = 22;

export interface OggPage {
  readonly start: number;
  readonly flags: number;
  /** undefined where no packet ends on the page: all ones. */
  readonly granule: number | undefined;
  readonly serial: number;
  readonly content: number;
  readonly end: number;
  readonly lacing: Uint8Array;
}

/** The page at `at`; `undefined` where none begins. */
async function readOggPage(examination: Examination, at: number): Promise<OggPage | undefined> {
  const head = await examination.upTo(at, oggHeadBytes + 255);
  if (!hasText(head, 0, capturePattern.slice(0, head.length))) return undefined;
  if (head.length < oggHeadBytes) throw new Malformed('The Ogg ends within a page.');
  if (u8(head, 4) !== 0) return undefined;
  const segments = u8(head, 26);
  const lacing = new Uint8Array(head.subarray(oggHeadBytes, oggHeadBytes + segments));
  const content = at + oggHeadBytes + segments;
  const end = content + lacing.reduce((sum, length) => sum + length, 0);
  if (lacing.length < segments || end > examination.size) throw new Malformed('The Ogg ends within a page.');
  return {
    start: at,
    flags: u8(head, 5),
    granule: granuleAt(head, 6),
    serial: u32le(head, 14),
    content,
    end,
    lacing,
  };
}

/** Signed; what lies before the beginning counts as that, and only −1 stands for none. */
function granuleAt(bytes: Uint8Array, at: number): number | undefined {
  const granule = u64le(bytes, at);
  if (granule >= 2 ** 64 - 1) return undefined;
  return granule >= 2 ** 63 ? 0 : granule;
}

/** The page at `at`, or the next one behind bytes that are none; `undefined` where the file has no more. */
export async function findOggPage(examination: Examination, at: number): Promise<OggPage | undefined> {
  const page = at < examination.size ? await readOggPage(examination, at) : undefined;
  if (page || at >= examination.size) return page;
  const next = await nextOggPage(examination, at);
  return next === undefined ? undefined : readOggPage(examination, next);
}

/** Whether the bytes of a page are those that were written. */
export function hasOggChecksum(page: Uint8Array): boolean {
  return oggChecksum(page) === u32le(page, oggChecksumAt);
}

/** Over the whole page, its checksum counted as zeros. */
export function oggChecksum(page: Uint8Array): number {
  const before = crc32Ogg(page.subarray(0, oggChecksumAt));
  return crc32Ogg(page.subarray(oggChecksumAt + 4), crc32Ogg(new Uint8Array(4), before));
}

/** The next page that is whole behind bytes that are none; `undefined` where the file has no more. */
async function nextOggPage(examination: Examination, from: number): Promise<number | undefined> {
  const pieceBytes = 64 * 1024;
  for (let at = from; at < examination.size; at += pieceBytes) {
    const piece = await examination.upTo(at, pieceBytes + maxOggPageBytes);
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    for (
      let found = bytes.indexOf(capturePattern);
      found >= 0 && found < pieceBytes;
      found = bytes.indexOf(capturePattern, found + 1)
    ) {
      examination.step();
      const end = pageEnd(bytes, found);
      if (end <= bytes.length && hasOggChecksum(bytes.subarray(found, end))) return at + found;
    }
  }
  return undefined;
}

function pageEnd(bytes: Uint8Array, at: number): number {
  if (at + oggHeadBytes > bytes.length || u8(bytes, at + 4) !== 0) return Infinity;
  const content = at + oggHeadBytes + u8(bytes, at + 26);
  const lacing = bytes.subarray(at + oggHeadBytes, content);
  return content + lacing.reduce((sum, length) => sum + length, 0);
}
