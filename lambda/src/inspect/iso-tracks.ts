/** One `trak` of a movie (ISO/IEC 14496-12 §8.3 to §8.6). */
import { i32be, latin1, Malformed, u32be, u64be } from './bytes.ts';
import type { Examination } from './examination.ts';
import { boxesWithin, contentOf, sampleEntriesWithin, type Box } from './iso-boxes.ts';
import { readEditList, type Edit } from './iso-edits.ts';
import { readAudioEntry, readVideoEntry, type EntryFacts } from './iso-codecs.ts';
import type { SampleTable } from './iso-samples.ts';
import type { TrackFacts } from './inspection.ts';

export interface Track {
  id: number;
  /** Four characters of the handler: `vide`, `soun`, `tmcd`, `text`, … */
  handler: string;
  /** In units of `timescale` a second. */
  duration: number;
  timescale: number;
  rotationDegrees: 0 | 90 | 180 | 270;
  /** What each sample description says; empty for tracks that are neither picture nor sound. */
  entries: EntryFacts[];
  /** Where the number of sample descriptions stands, which of them are alike, and so what each one stands for. */
  descriptions: { countAt: number; kinds: number[] };
  descriptionBox?: Box;
  sampleTable: SampleTable;
  /** Undefined where all of it plays from the beginning. */
  edits: Edit[] | undefined;
  editLists: Box[];
  /** Other tracks use it for chapters (QuickTime «Chapter Lists»), so that nobody plays it. */
  chapterTracks: number[];
}

const containers = new Set(['mdia', 'minf', 'stbl', 'tref', 'edts', 'dinf']);
const maxEntryBytes = 64 * 1024;
const maxDescriptions = 64;

/** §8.3.2 tkhd: the upper left of the matrix turns by a quarter where it is 0 1 −1 0 and the like. */
function readRotation(tkhd: Uint8Array): Track['rotationDegrees'] {
  const matrix = tkhd[0] === 1 ? 52 : 40;
  if (tkhd.length < matrix + 36) return 0;
  const a = Math.sign(i32be(tkhd, matrix));
  const b = Math.sign(i32be(tkhd, matrix + 4));
  if (a === 0 && b === 1) return 90;
  if (a === -1 && b === 0) return 180;
  if (a === 0 && b === -1) return 270;
  return 0;
}

/** §8.4.2 mdhd and §8.2.2 mvhd share this layout: version 1 has 64-bit times. */
export function readTimes(header: Uint8Array): { timescale: number; duration: number } {
  const isLong = header[0] === 1;
  const timescale = u32be(header, isLong ? 20 : 12);
  const duration = isLong ? u64be(header, 24) : u32be(header, 16);
  const isUnknown = isLong ? duration >= 2 ** 63 : duration === 0xffff_ffff;
  return { timescale, duration: isUnknown ? 0 : duration };
}

async function readDescriptions(examination: Examination, box: Box, track: Track, isQuickTime: boolean) {
  const count = u32be(await examination.bytes(box.content, 8), 4);
  if (count === 0) throw new Malformed('A track does not say what its codec is.');
  if (track.handler !== 'vide' && track.handler !== 'soun') return;
  track.descriptions = { countAt: box.content + 4, kinds: [] };
  const wholes: string[] = [];
  for await (const entry of sampleEntriesWithin(examination, box.content + 8, box.end)) {
    const bytes = await contentOf(examination, entry, maxEntryBytes);
    if (track.entries.length >= Math.min(count, maxDescriptions)) break;
    const whole = latin1(await examination.bytes(entry.start, entry.end - entry.start));
    const same = wholes.indexOf(whole);
    wholes.push(whole);
    track.descriptions.kinds.push(same < 0 ? wholes.length - 1 : same);
    track.entries.push(
      track.handler === 'vide'
        ? readVideoEntry(entry.type, bytes, track.rotationDegrees)
        : readAudioEntry(entry.type, bytes, isQuickTime),
    );
  }
  if (track.entries.length === 0) throw new Malformed('A track does not say what its codec is.');
}

async function readTrackBox(examination: Examination, box: Box, track: Track, isQuickTime: boolean) {
  switch (box.type) {
    case 'tkhd': {
      const tkhd = await contentOf(examination, box);
      track.id = u32be(tkhd, tkhd[0] === 1 ? 20 : 12);
      track.rotationDegrees = readRotation(tkhd);
      break;
    }
    case 'mdhd':
      Object.assign(track, readTimes(await contentOf(examination, box)));
      break;
    case 'hdlr':
      // QuickTime has a second handler within `minf`, for the data; the media's own comes first.
      if (track.handler === '') track.handler = latin1(await examination.bytes(box.content, 12), 8, 4);
      break;
    case 'stsd':
      track.descriptionBox ??= box;
      await readDescriptions(examination, box, track, isQuickTime);
      break;
    case 'elst':
      if (track.edits) throw new Malformed('A track has two edit lists.');
      track.edits = await readEditList(examination, box);
      track.editLists.push(box);
      break;
    case 'chap': {
      const ids = await contentOf(examination, box);
      for (let at = 0; at + 4 <= ids.length; at += 4) track.chapterTracks.push(u32be(ids, at));
      break;
    }
    case 'udta':
    case 'meta':
    case 'free':
    case 'skip':
    case 'uuid':
      examination.countMetadata(box.end - box.content);
      await examination.scan(box.content, box.end - box.content, `in the box "${box.type}"`);
      break;
    case 'stts':
    case 'ctts':
    case 'stsz':
    case 'stz2':
    case 'stco':
    case 'co64':
    case 'stsc':
      track.sampleTable[box.type] = box;
      break;
  }
}

export async function readTrack(
  examination: Examination,
  trak: Box,
  nesting: number,
  isQuickTime: boolean,
): Promise<Track> {
  const track: Track = {
    id: 0,
    handler: '',
    duration: 0,
    timescale: 0,
    rotationDegrees: 0,
    entries: [],
    descriptions: { countAt: 0, kinds: [] },
    sampleTable: {},
    edits: undefined,
    editLists: [],
    chapterTracks: [],
  };
  const walk = async (parent: Box, depth: number): Promise<void> => {
    for await (const box of boxesWithin(examination, parent.content, parent.end, depth)) {
      if (containers.has(box.type)) await walk(box, depth + 1);
      else await readTrackBox(examination, box, track, isQuickTime);
    }
  };
  await walk(trak, nesting);
  return track;
}

/** The sides of a video as people see it: with square pixels, where the longer side of a pixel makes more of them. */
export function displaySize(track: TrackFacts & { kind: 'video' }): { width: number; height: number } {
  const { rotationDegrees, pixelAspect = 1 } = track;
  const width = pixelAspect > 1 ? Math.round(track.width * pixelAspect) : track.width;
  const height = pixelAspect < 1 ? Math.round(track.height / pixelAspect) : track.height;
  return rotationDegrees % 180 === 0 ? { width, height } : { width: height, height: width };
}
