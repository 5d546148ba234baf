/** The samples of an MP4 as its tables have them, whatever its edit lists say (ISO/IEC 14496-12 §8.6, §8.7). */

export interface RawSample {
  /** Seconds of the track: no edit list applied. */
  readonly start: number;
  readonly duration: number;
  readonly isKey: boolean;
  readonly data: Buffer;
}

export interface RawTrack {
  readonly handler: string;
  readonly timescale: number;
  /** In decode order. */
  readonly samples: readonly RawSample[];
  /** Seconds of the track at which its first edit that plays something begins; 0 without an edit list. */
  readonly playsFrom: number;
  /** Seconds in front of that edit. */
  readonly delay: number;
  /** Seconds that its edits last altogether; undefined without an edit list. */
  readonly edited: number | undefined;
}

interface Found {
  readonly type: string;
  readonly content: Buffer;
}

function boxesIn(bytes: Buffer): Found[] {
  const found: Found[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = bytes.readUInt32BE(at);
    const size =
      short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short;
    if (size < 8) break;
    found.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      content: bytes.subarray(at + (short === 1 ? 16 : 8), at + size),
    });
    at += size;
  }
  return found;
}

function find(bytes: Buffer, ...path: string[]): Buffer | undefined {
  const [type, ...rest] = path;
  const box = boxesIn(bytes).find((candidate) => candidate.type === type);
  return box && (rest.length > 0 ? find(box.content, ...rest) : box.content);
}

/** Rows of 32-bit numbers behind version, flags and a count. */
function rowsOf(box: Buffer | undefined, columns: number): number[][] {
  if (!box) return [];
  return Array.from({ length: box.readUInt32BE(4) }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => box.readInt32BE(8 + (row * columns + column) * 4)),
  );
}

/** [count, value] as one value a sample. */
const expand = (rows: number[][]): number[] =>
  rows.flatMap(([count = 0, value = 0]) => Array.from({ length: count }, () => value));

function offsetsOf(stbl: Buffer, sizes: readonly number[]): number[] {
  const co64 = find(stbl, 'co64');
  const chunks = co64
    ? Array.from({ length: co64.readUInt32BE(4) }, (_, index) => Number(co64.readBigUInt64BE(8 + index * 8)))
    : rowsOf(find(stbl, 'stco'), 1).map(([offset = 0]) => offset >>> 0);
  const runs = rowsOf(find(stbl, 'stsc'), 3);
  const offsets: number[] = [];
  for (const [index, chunk] of chunks.entries()) {
    const [, perChunk = 0] = runs.findLast(([first = 1]) => first <= index + 1) ?? [];
    let at = chunk;
    for (let sample = 0; sample < perChunk; sample += 1) {
      offsets.push(at);
      at += sizes[offsets.length - 1] ?? 0;
    }
  }
  return offsets;
}

function editsOf(elst: Buffer | undefined): { duration: number; mediaTime: number }[] {
  if (!elst) return [];
  const isLong = elst[0] === 1;
  return Array.from({ length: elst.readUInt32BE(4) }, (_, index) => {
    const at = 8 + index * (isLong ? 20 : 12);
    return {
      duration: isLong ? Number(elst.readBigUInt64BE(at)) : elst.readUInt32BE(at),
      mediaTime: isLong ? Number(elst.readBigInt64BE(at + 8)) : elst.readInt32BE(at + 4),
    };
  });
}

export function readRawMovie(file: Buffer): RawTrack[] {
  const moov = find(file, 'moov') ?? Buffer.alloc(0);
  const movieTimescale = find(moov, 'mvhd')?.readUInt32BE(12) ?? 1;
  return boxesIn(moov)
    .filter(({ type }) => type === 'trak')
    .map(({ content: trak }) => {
      const mdhd = find(trak, 'mdia', 'mdhd') ?? Buffer.alloc(24);
      const timescale = mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
      const stbl = find(trak, 'mdia', 'minf', 'stbl') ?? Buffer.alloc(0);
      const stsz = find(stbl, 'stsz') ?? Buffer.alloc(12);
      const uniform = stsz.readUInt32BE(4);
      const sizes = Array.from({ length: stsz.readUInt32BE(8) }, (_, index) =>
        uniform > 0 ? uniform : stsz.readUInt32BE(12 + index * 4),
      );
      const durations = expand(rowsOf(find(stbl, 'stts'), 2));
      const shifts = expand(rowsOf(find(stbl, 'ctts'), 2));
      const stss = find(stbl, 'stss');
      const keys = new Set(rowsOf(stss, 1).map(([number = 0]) => number - 1));
      const offsets = offsetsOf(stbl, sizes);
      let decodeTime = 0;
      const samples = sizes.map((size, index): RawSample => {
        const [offset = 0, duration = 0, shift = 0] = [offsets[index], durations[index], shifts[index]];
        const start = (decodeTime + shift) / timescale;
        decodeTime += duration;
        const data = file.subarray(offset, offset + size);
        return { start, duration: duration / timescale, isKey: !stss || keys.has(index), data };
      });
      const edits = editsOf(find(trak, 'edts', 'elst'));
      const first = edits.findIndex(({ mediaTime }) => mediaTime >= 0);
      const delayUnits = edits.slice(0, Math.max(0, first)).reduce((sum, { duration }) => sum + duration, 0);
      return {
        handler: find(trak, 'mdia', 'hdlr')?.toString('latin1', 8, 12) ?? '',
        timescale,
        samples,
        playsFrom: (edits[first]?.mediaTime ?? 0) / timescale,
        delay: delayUnits / movieTimescale,
        edited:
          edits.length === 0
            ? undefined
            : edits.reduce((sum, { duration }) => sum + duration, 0) / movieTimescale,
      };
    });
}

/** When a sample is shown by a file of at most one edit that plays something. */
export const shownAt = ({ playsFrom, delay }: RawTrack, { start }: RawSample): number =>
  start - playsFrom + delay;
