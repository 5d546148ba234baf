/** Sound that is nothing but frames one behind the other, as in MP3 and AAC: finding them, and what stands between them. */
import type { Examination } from './examination.ts';
import { beginsTailTag, skipId3 } from './tags.ts';

export interface SoundFrame {
  /** Bytes of the frame, header included. */
  readonly bytes: number;
  readonly samples: number;
  readonly sampleRateHertz: number;
  /** What does not change within one recording. */
  readonly kind: number;
  /** It holds no sound but what the encoder has to say of the recording. */
  readonly isEncoderHeader: boolean;
}

/** The frame whose header is at `at`; `undefined` where none is. */
export type ReadFrame<Frame extends SoundFrame> = (bytes: Uint8Array, at: number) => Frame | undefined;

/** What lies between two offsets. Frames in a row come in pieces, an encoder's header by itself. */
export type Stretch<Frame extends SoundFrame> =
  | {
      readonly holds: 'FRAMES';
      readonly at: number;
      readonly bytes: Uint8Array;
      readonly frames: readonly Frame[];
    }
  /** Not all of the last frame is there. */
  | { readonly holds: 'HALF_A_FRAME'; readonly at: number; readonly end: number }
  | { readonly holds: 'NOISE'; readonly at: number; readonly end: number }
  /** ID3v2, as where files were joined: looked through already. */
  | { readonly holds: 'TAG'; readonly at: number; readonly end: number }
  /** From here on it is another recording; nothing comes after this. */
  | { readonly holds: 'ANOTHER_KIND'; readonly at: number };

const pieceBytes = 256 * 1024;
/** No frame is longer (MP3: 1,441; ADTS: 13 bits). */
const maxFrameBytes = 8191;
/** Headers in a row that noise does not hold. */
const framesOfAnotherKind = 3;

/**
 * Whether `count` frames of one kind follow one another from `at`. Where the data end first, or a tag begins, one of
 * them is enough for `isAtEnd`.
 */
export function followsFrames<Frame extends SoundFrame>(
  read: ReadFrame<Frame>,
  bytes: Uint8Array,
  at: number,
  count: number,
  isAtEnd: boolean,
): boolean {
  let kind: number | undefined;
  let next = at;
  for (let index = 0; index < count; index += 1) {
    if (next >= bytes.length) return isAtEnd && index >= 1;
    const frame = read(bytes, next);
    if (!frame) return isAtEnd && index >= 1 && beginsTailTag(bytes, next);
    if (!frame.isEncoderHeader) kind ??= frame.kind;
    if (!frame.isEncoderHeader && frame.kind !== kind) return false;
    next += frame.bytes;
  }
  return true;
}

/** All that lies between two offsets, the first of which is a frame. */
export async function* walkFrames<Frame extends SoundFrame>(
  examination: Examination,
  read: ReadFrame<Frame>,
  from: number,
  end: number,
): AsyncGenerator<Stretch<Frame>> {
  let kind: number | undefined;
  for (let at = from; at < end;) {
    const bytes = await examination.upTo(at, Math.min(pieceBytes, end - at));
    const isAtEnd = at + bytes.length >= end;
    const { frames, length } = framesAtStart(read, bytes, kind);
    kind ??= frames.find(({ isEncoderHeader }) => !isEncoderHeader)?.kind;
    if (frames.length > 0) {
      yield { holds: 'FRAMES', at, bytes: bytes.subarray(0, length), frames };
      at += length;
      continue;
    }
    const frame = read(bytes, 0);
    const isOwn = frame !== undefined && (kind === undefined || frame.kind === kind);
    if (isOwn && isAtEnd && frame.bytes > bytes.length) {
      yield { holds: 'HALF_A_FRAME', at, end };
      return;
    }
    const behindTag = await skipId3(examination, at);
    if (behindTag > at && behindTag <= end) {
      yield { holds: 'TAG', at, end: behindTag };
      at = behindTag;
      continue;
    }
    if (isAnotherRecording(read, bytes, isAtEnd)) {
      yield { holds: 'ANOTHER_KIND', at };
      return;
    }
    const next = await nextFrame(examination, read, at + 1, end);
    yield { holds: 'NOISE', at, end: next };
    at = next;
  }
}

/** The whole frames of the kind with which `bytes` begin: sound, or one encoder's header. */
function framesAtStart<Frame extends SoundFrame>(
  read: ReadFrame<Frame>,
  bytes: Uint8Array,
  kind: number | undefined,
): { frames: Frame[]; length: number } {
  const frames: Frame[] = [];
  let length = 0;
  let expected = kind;
  for (;;) {
    const frame = read(bytes, length);
    if (!frame || length + frame.bytes > bytes.length) return { frames, length };
    if (frame.isEncoderHeader) {
      return frames.length > 0 ? { frames, length } : { frames: [frame], length: frame.bytes };
    }
    expected ??= frame.kind;
    if (frame.kind !== expected) return { frames, length };
    frames.push(frame);
    length += frame.bytes;
  }
}

/** A header of another kind right behind a frame is no chance where more of them follow, whatever kind those are of. */
function isAnotherRecording<Frame extends SoundFrame>(
  read: ReadFrame<Frame>,
  bytes: Uint8Array,
  isAtEnd: boolean,
): boolean {
  let next = 0;
  for (let index = 0; index < framesOfAnotherKind; index += 1) {
    if (next >= bytes.length) return isAtEnd && index >= 1;
    const frame = read(bytes, next);
    if (!frame) return false;
    next += frame.bytes;
  }
  return true;
}

/** How far the first frame may lie behind the tags. */
const maxLeadingBytes = 128 * 1024;

/** The first offset at or behind `from` where `begins` says that sound does; bytes in between are noise that players skip. */
export async function findSound(
  examination: Examination,
  from: number,
  begins: (bytes: Uint8Array, at: number, isAtEnd: boolean) => boolean,
): Promise<number | undefined> {
  const searchBytes = 16 * 1024;
  const reachBytes = 8 * 1024;
  const limit = Math.min(
    examination.size,
    from + (examination.depth === 'index' ? maxLeadingBytes / 2 : maxLeadingBytes),
  );
  for (let at = from; at < limit; at += searchBytes) {
    const piece = await examination.upTo(at, searchBytes + reachBytes);
    const isAtEnd = at + piece.length >= examination.size;
    for (let ff = piece.indexOf(0xff); ff >= 0 && ff < searchBytes; ff = piece.indexOf(0xff, ff + 1)) {
      if (begins(piece, ff, isAtEnd)) return at + ff;
    }
  }
  return undefined;
}

/** The next offset from which two frames follow one another; `end` where there is none. */
async function nextFrame<Frame extends SoundFrame>(
  examination: Examination,
  read: ReadFrame<Frame>,
  from: number,
  end: number,
): Promise<number> {
  for (let at = from; at < end; at += pieceBytes) {
    const piece = await examination.upTo(at, Math.min(pieceBytes + 2 * maxFrameBytes, end - at));
    const isAtEnd = at + piece.length >= end;
    for (let ff = piece.indexOf(0xff); ff >= 0 && ff < pieceBytes; ff = piece.indexOf(0xff, ff + 1)) {
      if (followsFrames(read, piece, ff, 2, isAtEnd)) return at + ff;
    }
  }
  return end;
}
