/** Tags that stand before and behind sound: ID3v2, ID3v1, APE, Lyrics3. All of them are dropped when publishing. */
import { hasText, latin1, u32be, u32le, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';

/** ID3v2.4.0 structure §6.2: four bytes of seven bits. */
const syncsafe = (bytes: Uint8Array, at: number): number =>
  u8(bytes, at) * 0x20_0000 + u8(bytes, at + 1) * 0x4000 + u8(bytes, at + 2) * 0x80 + u8(bytes, at + 3);

const id3HeadBytes = 10;

interface Id3 {
  version: number;
  /** First byte of the frames. */
  content: number;
  end: number;
}

/** §3.1: "ID3", version, flags, size without header and footer; `undefined` where no tag begins. */
async function readId3(examination: Examination, at: number): Promise<Id3 | undefined> {
  const head = await examination.upTo(at, id3HeadBytes);
  if (
    head.length < id3HeadBytes ||
    !hasText(head, 0, 'ID3') ||
    u8(head, 3) === 0xff ||
    u8(head, 4) === 0xff
  ) {
    return undefined;
  }
  if (head.subarray(6, 10).some((byte) => byte > 0x7f)) return undefined;
  const hasFooter = (u8(head, 5) & 0x10) !== 0;
  const content = at + id3HeadBytes;
  return { version: u8(head, 3), content, end: content + syncsafe(head, 6) + (hasFooter ? id3HeadBytes : 0) };
}

interface Id3Frame {
  id: string;
  content: number;
  end: number;
}

/** §4: in 2.2 three letters and 24 bits of size, in 2.3 32 bits, in 2.4 syncsafe ones. */
async function readId3Frame(
  examination: Examination,
  { version, end }: Id3,
  at: number,
): Promise<Id3Frame | undefined> {
  const headBytes = version === 2 ? 6 : 10;
  if (at + headBytes > end) return undefined;
  const head = await examination.upTo(at, headBytes);
  const id = latin1(head, 0, version === 2 ? 3 : 4);
  if (head.length < headBytes || !/^[A-Z0-9]{3,4}$/.test(id)) return undefined;
  const length =
    version === 2
      ? u8(head, 3) * 0x1_0000 + u8(head, 4) * 0x100 + u8(head, 5)
      : version === 3
        ? u32be(head, 4)
        : syncsafe(head, 4);
  const content = at + headBytes;
  return content + length > end ? undefined : { id, content, end: content + length };
}

/** APIC and GEOB wrap their payload in text fields, so that its beginning is looked for near the frame's. */
async function scanId3Frame(examination: Examination, { id, content, end }: Id3Frame): Promise<void> {
  await examination.scan(content, end - content, `in the tag's frame ${id}`);
}

/** Goes over all ID3v2 tags at `at`; the offset behind them. A tag may claim to end behind the file. */
export async function skipId3(examination: Examination, at: number): Promise<number> {
  let from = at;
  for (;;) {
    examination.step();
    const tag = await readId3(examination, from);
    if (!tag) return from;
    examination.countMetadata(Math.min(tag.end, examination.size) - from);
    if (tag.end > examination.size) return tag.end;
    let next = tag.content;
    for (;;) {
      examination.step();
      const frame = examination.isWornOut ? undefined : await readId3Frame(examination, tag, next);
      if (!frame) break;
      await scanId3Frame(examination, frame);
      next = frame.end;
    }
    // What follows the frames is padding, or frames that cannot be told apart.
    await examination.scan(next, tag.end - next, 'in the padding of a tag');
    from = tag.end;
  }
}

/** Whether a tag that stands behind sound begins at `at`: ID3v1, APE or Lyrics3. */
export const beginsTailTag = (bytes: Uint8Array, at: number): boolean =>
  /^(TAG|APETAGEX|LYRICSBEGIN)/.test(latin1(bytes, at, 11));

const id3v1Bytes = 128;
const apeFootBytes = 32;

/** Where tags at the end of the file begin; the file's size where there are none. */
export async function startOfTailTags(examination: Examination, from: number): Promise<number> {
  let end = examination.size;
  for (;;) {
    examination.step();
    const start = await startOfTagEndingAt(examination, from, end);
    if (start === end) return end;
    examination.countMetadata(end - start);
    await examination.scan(start, end - start, 'in a tag at the end');
    end = start;
  }
}

async function startOfTagEndingAt(examination: Examination, from: number, end: number): Promise<number> {
  if (end - from >= id3v1Bytes) {
    const tag = await examination.bytes(end - id3v1Bytes, 3);
    if (hasText(tag, 0, 'TAG')) return end - id3v1Bytes;
  }
  if (end - from < apeFootBytes) return end;
  const foot = await examination.bytes(end - apeFootBytes, apeFootBytes);
  // APE tag v2 footer: "APETAGEX", version, size with footer but without header, items, flags (bit 31: has a header).
  if (hasText(foot, 0, 'APETAGEX')) {
    const size = u32le(foot, 12) + (u8(foot, 23) & 0x80 ? apeFootBytes : 0);
    return size >= apeFootBytes && size <= end - from ? end - size : end;
  }
  // Lyrics3 v2: six digits of size, then "LYRICS200".
  if (latin1(foot, 23, 9) === 'LYRICS200') {
    const size = Number(latin1(foot, 17, 6)) + 15;
    return Number.isSafeInteger(size) && size <= end - from ? end - size : end;
  }
  // ID3v2.4 footer: "3DI", and the size of the tag before it.
  if (hasText(foot, 22, '3DI')) {
    const size = syncsafe(foot, 28) + 2 * id3HeadBytes;
    return size <= end - from ? end - size : end;
  }
  return end;
}
