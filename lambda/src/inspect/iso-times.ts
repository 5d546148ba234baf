/** When the samples of a track are shown (ISO/IEC 14496-12 §8.6.1). */
import { i32be, Malformed, u32be } from './bytes.ts';
import type { Examination } from './examination.ts';
import type { Box } from './iso-boxes.ts';

/** In units of the track. */
export interface MediaSpan {
  readonly start: number;
  readonly end: number;
}

const rowBytes = 8;
const rowsAtOnce = 4096;

/** A table of runs, each so many samples with the same value, read piece by piece. */
class Runs {
  readonly #examination: Examination;
  readonly #first: number;
  readonly #count: number;
  #piece: Uint8Array = new Uint8Array(0);
  #row = 0;
  /** Samples left in the current run, and their value. */
  left = 0;
  value = 0;

  private constructor(examination: Examination, first: number, count: number) {
    this.#examination = examination;
    this.#first = first;
    this.#count = count;
  }

  static async open(examination: Examination, box: Box): Promise<Runs> {
    const count = u32be(await examination.bytes(box.content, 8), 4);
    if (box.content + 8 + count * rowBytes > box.end) throw new Malformed(`"${box.type}" is cut short.`);
    return new Runs(examination, box.content + 8, count);
  }

  /** Goes on to the next run that has samples; false at the end. */
  async next(): Promise<boolean> {
    while (this.left === 0 && this.#row < this.#count) {
      const at = (this.#row % rowsAtOnce) * rowBytes;
      if (at === 0) {
        const rows = Math.min(rowsAtOnce, this.#count - this.#row);
        this.#piece = await this.#examination.bytes(this.#first + this.#row * rowBytes, rows * rowBytes);
      }
      this.left = u32be(this.#piece, at);
      this.value = i32be(this.#piece, at + 4);
      this.#row += 1;
    }
    return this.left > 0;
  }
}

/** From the first picture or sound to the end of the last, whatever headers say; undefined without samples. */
export async function spanOfSamples(
  examination: Examination,
  stts: Box,
  ctts: Box | undefined,
): Promise<MediaSpan | undefined> {
  const durations = await Runs.open(examination, stts);
  const offsets = ctts && (await Runs.open(examination, ctts));
  let decodeTime = 0;
  let start = Infinity;
  let end = -Infinity;
  while (await durations.next()) {
    // Samples beyond the table of offsets have none.
    const hasOffset = offsets !== undefined && (await offsets.next());
    const count = hasOffset ? Math.min(durations.left, offsets.left) : durations.left;
    const offset = hasOffset ? offsets.value : 0;
    const duration = durations.value >>> 0;
    start = Math.min(start, decodeTime + offset);
    end = Math.max(end, decodeTime + count * duration + offset);
    decodeTime += count * duration;
    durations.left -= count;
    if (hasOffset) offsets.left -= count;
  }
  return end >= start ? { start, end } : undefined;
}
