/** Boxes of the ISO base media file format (ISO/IEC 14496-12 §4.2) and of QuickTime, which it comes from. */
import { latin1, Malformed, u32be, u64be } from './bytes.ts';
import type { Examination } from './examination.ts';

export interface Box {
  /** Four characters; printable, or QuickTime's © ones. */
  readonly type: string;
  /** First byte of the box's header. */
  readonly start: number;
  /** First byte of the box's content. */
  readonly content: number;
  /** First byte behind the box. */
  readonly end: number;
}

const isBoxType = (type: string): boolean => /^[ -~\xa9][ -~]{3}$/.test(type);

/**
 * The head of the box at `at`, wherever the box may end; `undefined` where nothing that looks like a box begins.
 * Size 1 stands for a 64-bit size behind the type, size 0 for "up to the end" (§4.2.2).
 */
export async function readBoxHead(
  examination: Examination,
  at: number,
  limit: number,
  isType: (type: string) => boolean = isBoxType,
): Promise<Box | undefined> {
  examination.step();
  const head = await examination.upTo(at, Math.min(16, limit - at));
  if (head.length < 8) return undefined;
  const type = latin1(head, 4, 4);
  if (!isType(type)) return undefined;
  const shortSize = u32be(head, 0);
  const isLong = shortSize === 1;
  if (isLong && head.length < 16) return undefined;
  const size = isLong ? u64be(head, 8) : shortSize === 0 ? limit - at : shortSize;
  const headBytes = isLong ? 16 : 8;
  if (size < headBytes) return undefined;
  return { type, start: at, content: at + headBytes, end: at + size };
}

/** The box at `at`, which must end by `limit`. */
export async function readBox(
  examination: Examination,
  at: number,
  limit: number,
  isType?: (type: string) => boolean,
): Promise<Box | undefined> {
  const box = await readBoxHead(examination, at, limit, isType);
  if (box && box.end > limit) throw new Malformed(`The box "${box.type}" is larger than what holds it.`);
  return box;
}

/** The boxes between two offsets. What does not look like a box ends them, as QuickTime's closing zeros do. */
export async function* boxesWithin(
  examination: Examination,
  from: number,
  to: number,
  nesting: number,
): AsyncGenerator<Box> {
  if (nesting > examination.limits.maxNesting) throw new Malformed('Its boxes are nested too deep.');
  for (let at = from; at + 8 <= to;) {
    const box = await readBox(examination, at, to);
    if (!box) return;
    yield box;
    at = box.end;
  }
}

/** The sample entries of `stsd` (§8.5.2), whose names may be any four bytes in QuickTime files. */
export async function* sampleEntriesWithin(
  examination: Examination,
  from: number,
  to: number,
): AsyncGenerator<Box> {
  for (let at = from; at + 8 <= to;) {
    const entry = await readBox(examination, at, to, () => true);
    if (!entry) return;
    yield entry;
    at = entry.end;
  }
}

/** The content of a box that is small by nature; `Malformed` for one that is not. */
export async function contentOf(examination: Examination, box: Box, maxBytes = 4096): Promise<Uint8Array> {
  const length = box.end - box.content;
  if (length > maxBytes) throw new Malformed(`The box "${box.type}" is too large.`);
  return examination.bytes(box.content, length);
}

/** What a file says that it is (ISO/IEC 14496-12 §4.3). */
export interface Brands {
  major: string;
  compatible: string[];
}
