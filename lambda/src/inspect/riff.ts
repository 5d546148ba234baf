/** Chunks of RIFF (Multimedia Programming Interface and Data Specifications 1.0, chapter 2), for WebP and WAV. */
import { latin1, Malformed, u32be, u32le } from './bytes.ts';
import type { Examination } from './examination.ts';

export interface RiffChunk {
  readonly type: string;
  readonly data: number;
  /** As the chunk says; may reach past the end of the file. */
  readonly length: number;
  /** First byte behind chunk and padding. */
  readonly next: number;
}

/** The chunk at `at`, or `undefined` where fewer than 8 bytes are left before `end`. */
export async function readRiffChunk(
  examination: Examination,
  at: number,
  end: number,
  isBigEndian = false,
  isType: (type: string) => boolean = (type) => /^[ -~]{4}$/.test(type),
): Promise<RiffChunk | undefined> {
  examination.step();
  if (at + 8 > end) return undefined;
  const head = await examination.bytes(at, 8);
  const type = latin1(head, 0, 4);
  if (!isType(type)) throw new Malformed('It has bytes that belong to no chunk.');
  const length = (isBigEndian ? u32be : u32le)(head, 4);
  return { type, data: at + 8, length, next: at + 8 + length + (length % 2) };
}
