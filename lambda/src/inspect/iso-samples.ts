/** Where the samples of a movie lie, and whether all of them are there (ISO/IEC 14496-12 §8.7, §8.8). */
import { Malformed, u16be, u32be, u64be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { boxesWithin, contentOf, type Box } from './iso-boxes.ts';

export type SampleTable = Partial<Record<'stts' | 'ctts' | 'stsz' | 'stz2' | 'stco' | 'co64' | 'stsc', Box>>;

/** Entries of a table of fixed-size rows, read piece by piece. */
class Rows {
  readonly count: number;
  readonly #examination: Examination;
  readonly #start: number;
  readonly #rowBytes: number;

  constructor(examination: Examination, box: Box, headBytes: number, rowBytes: number, count: number) {
    if (box.content + headBytes + count * rowBytes > box.end)
      throw new Malformed(`"${box.type}" is cut short.`);
    this.count = count;
    this.#examination = examination;
    this.#start = box.content + headBytes;
    this.#rowBytes = rowBytes;
  }

  /** The sum of what `read` makes of `count` rows from `index`, a piece at a time. */
  async sum(index: number, count: number, read: (bytes: Uint8Array, at: number) => number): Promise<number> {
    const rowsAtOnce = 4096;
    let sum = 0;
    for (let done = 0; done < count; done += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, count - done);
      const start = this.#start + (index + done) * this.#rowBytes;
      const piece = await this.#examination.bytes(start, rows * this.#rowBytes);
      for (let at = 0; at < piece.length; at += this.#rowBytes) sum += read(piece, at);
    }
    return sum;
  }

  at(index: number): Promise<Uint8Array> {
    return this.#examination.bytes(this.#start + index * this.#rowBytes, this.#rowBytes);
  }
}

/** Sizes one after the other: all alike, in 32 bits, or in 4, 8 or 16 (§8.7.3). */
async function openSizes(examination: Examination, table: SampleTable) {
  if (table.stsz) {
    const head = await examination.bytes(table.stsz.content, 12);
    const uniform = u32be(head, 4);
    const count = u32be(head, 8);
    const rows = new Rows(examination, table.stsz, 12, 4, uniform > 0 ? 0 : count);
    const sum = async (from: number, samples: number): Promise<number> =>
      uniform > 0 ? samples * uniform : rows.sum(from, samples, u32be);
    return { count, uniform, sum };
  }
  if (!table.stz2) throw new Malformed('A track has no table of sample sizes.');
  const head = await examination.bytes(table.stz2.content, 12);
  const bits = u8(head, 7);
  const count = u32be(head, 8);
  if (bits !== 4 && bits !== 8 && bits !== 16)
    throw new Malformed('A track has a broken table of sample sizes.');
  const rows = new Rows(
    examination,
    table.stz2,
    12,
    Math.max(1, bits / 8),
    bits === 4 ? Math.ceil(count / 2) : count,
  );
  const sum = async (from: number, samples: number): Promise<number> => {
    if (bits === 16) return rows.sum(from, samples, u16be);
    if (bits === 8) return rows.sum(from, samples, u8);
    let bytes = 0;
    for (let index = from; index < from + samples; index += 1) {
      const pair = u8(await rows.at(index >> 1), 0);
      bytes += index % 2 === 0 ? pair >> 4 : pair & 15;
    }
    return bytes;
  };
  return { count, uniform: 0, sum };
}

/** Samples that a track's table counts. */
export async function countSamples(examination: Examination, table: SampleTable): Promise<number> {
  const box = table.stsz ?? table.stz2;
  return box ? u32be(await examination.bytes(box.content, 12), 8) : 0;
}

/**
 * Rejects a track whose table points outside of the file. Sound in old QuickTime files counts bytes its own way.
 * @returns the sample descriptions that are used, from 1.
 */
export async function checkSamples(
  examination: Examination,
  table: SampleTable,
  isPcm: boolean,
): Promise<Set<number>> {
  const used = new Set<number>();
  const chunkBox = table.co64 ?? table.stco;
  const sizes = await openSizes(examination, table);
  if (sizes.count === 0) return used;
  if (!chunkBox || !table.stsc) throw new Malformed('A track does not say where its samples are.');
  const is64 = chunkBox === table.co64;
  const chunkCount = u32be(await examination.bytes(chunkBox.content, 8), 4);
  const chunks = new Rows(examination, chunkBox, 8, is64 ? 8 : 4, chunkCount);
  const runCount = u32be(await examination.bytes(table.stsc.content, 8), 4);
  const runs = new Rows(examination, table.stsc, 8, 12, runCount);
  let sample = 0;
  for (let run = 0; run < runs.count; run += 1) {
    // §8.7.4: first chunk (from 1), samples a chunk, description.
    const row = await runs.at(run);
    const first = u32be(row, 0);
    const next = run + 1 < runs.count ? u32be(await runs.at(run + 1), 0) : chunks.count + 1;
    const perChunk = u32be(row, 4);
    if (perChunk > 0 && next > first) used.add(u32be(row, 8));
    if (first < 1 || next < first || next > chunks.count + 1)
      throw new Malformed('A track has a broken chunk table.');
    for (let chunk = first; chunk < next; chunk += 1) {
      const entry = await chunks.at(chunk - 1);
      const offset = is64 ? u64be(entry, 0) : u32be(entry, 0);
      const count = Math.min(perChunk, sizes.count - sample);
      const bytes = isPcm && sizes.uniform > 0 ? 1 : await sizes.sum(sample, count);
      sample += count;
      if (count > 0 && offset + bytes > examination.size)
        throw new Malformed('Samples of a track are missing.');
    }
  }
  if (sample < sizes.count) throw new Malformed('Samples of a track are missing.');
  return used;
}

/** §8.8.3 trex: what a fragment leaves out. */
export interface TrackDefaults {
  description: number;
  durationUnits: number;
}

export async function readTrackExtends(examination: Examination, mvex: Box, nesting: number) {
  const defaults = new Map<number, TrackDefaults>();
  let durationUnits = 0;
  for await (const box of boxesWithin(examination, mvex.content, mvex.end, nesting)) {
    if (box.type === 'mehd') {
      const mehd = await contentOf(examination, box);
      durationUnits = mehd[0] === 1 ? u64be(mehd, 4) : u32be(mehd, 4);
    } else if (box.type === 'trex') {
      const trex = await contentOf(examination, box);
      defaults.set(u32be(trex, 4), { description: u32be(trex, 8), durationUnits: u32be(trex, 12) });
    }
  }
  return { defaults, durationUnits };
}

/** What the fragments hold of one track, in its own units. */
export interface FragmentedTrack {
  start: number;
  end: number;
  samples: number;
  descriptions: Set<number>;
}

/** §8.8.8 trun: how many samples, and the sum of their durations. */
async function sumRun(examination: Examination, trun: Box, defaultDuration: number) {
  const head = await examination.bytes(trun.content, 8);
  const flags = u32be(head, 0) & 0xff_ffff;
  const count = u32be(head, 4);
  const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
  const headBytes = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
  if (!(flags & 0x100)) return { count, duration: count * defaultDuration };
  const rows = new Rows(examination, trun, headBytes, fields * 4, count);
  return { count, duration: await rows.sum(0, count, u32be) };
}

/** Adds one `moof`'s samples to the tracks by their ids (§8.8.4 to §8.8.12). */
export async function addFragment(
  examination: Examination,
  moof: Box,
  nesting: number,
  defaults: ReadonlyMap<number, TrackDefaults>,
  tracks: Map<number, FragmentedTrack>,
): Promise<void> {
  for await (const traf of boxesWithin(examination, moof.content, moof.end, nesting)) {
    if (traf.type !== 'traf') continue;
    let trackId = 0;
    let description = 1;
    let defaultDuration = 0;
    let start: number | undefined;
    let samples = 0;
    let sum = 0;
    for await (const box of boxesWithin(examination, traf.content, traf.end, nesting + 1)) {
      if (box.type === 'tfhd') {
        const tfhd = await contentOf(examination, box);
        const flags = u32be(tfhd, 0);
        trackId = u32be(tfhd, 4);
        const at = 8 + (flags & 1 ? 8 : 0);
        description = flags & 2 ? u32be(tfhd, at) : (defaults.get(trackId)?.description ?? 1);
        const durationAt = at + (flags & 2 ? 4 : 0);
        defaultDuration = flags & 8 ? u32be(tfhd, durationAt) : (defaults.get(trackId)?.durationUnits ?? 0);
      } else if (box.type === 'tfdt') {
        const tfdt = await contentOf(examination, box);
        start = tfdt[0] === 1 ? u64be(tfdt, 4) : u32be(tfdt, 4);
      } else if (box.type === 'trun') {
        const run = await sumRun(examination, box, defaultDuration);
        samples += run.count;
        sum += run.duration;
      }
    }
    const known = tracks.get(trackId);
    const from = start ?? known?.end ?? 0;
    const track = known ?? { start: from, end: from, samples: 0, descriptions: new Set<number>() };
    track.start = Math.min(track.start, from);
    track.end = Math.max(track.end, from + sum);
    track.samples += samples;
    if (samples > 0) track.descriptions.add(description);
    tracks.set(trackId, track);
  }
}
