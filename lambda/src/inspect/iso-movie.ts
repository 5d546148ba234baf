/** `moov`: the index of a movie (ISO/IEC 14496-12 §8.2), and what it says about the whole. */
import { Malformed } from './bytes.ts';
import type { Examination } from './examination.ts';
import { checkPixels, type Facts } from './facts.ts';
import type { Patch, TrackFacts } from './inspection.ts';
import { boxesWithin, contentOf, type Box } from './iso-boxes.ts';
import { playedSeconds } from './iso-duration.ts';
import { checkRates, playedParts } from './iso-edits.ts';
import {
  checkSamples,
  countSamples,
  readTrackExtends,
  type FragmentedTrack,
  type TrackDefaults,
} from './iso-samples.ts';
import { displaySize, readTimes, readTrack, type Track } from './iso-tracks.ts';
import { keepPlayable, type FoundTrack } from './playable-tracks.ts';
import { soundTarget, videoTarget } from './targets.ts';

export interface Movie {
  /** How long the movie plays, by its header; 0 where that says nothing. */
  durationSeconds: number;
  tracks: Track[];
  /** Defaults for fragments by track id. */
  defaults: Map<number, TrackDefaults>;
  timescale: number;
}

const seconds = (units: number, timescale: number): number => (timescale > 0 ? units / timescale : 0);

export async function readMovie(examination: Examination, moov: Box, isQuickTime: boolean): Promise<Movie> {
  const movie: Movie = { durationSeconds: 0, tracks: [], defaults: new Map(), timescale: 0 };
  let fragmentsUnits = 0;
  for await (const box of boxesWithin(examination, moov.content, moov.end, 1)) {
    if (box.type === 'mvhd') {
      const times = readTimes(await contentOf(examination, box));
      movie.timescale = times.timescale;
      movie.durationSeconds = seconds(times.duration, times.timescale);
    } else if (box.type === 'trak') {
      if (movie.tracks.length >= examination.limits.maxTracks) throw new Malformed('It has too many tracks.');
      movie.tracks.push(await readTrack(examination, box, 2, isQuickTime));
    } else if (box.type === 'mvex') {
      const { defaults, durationUnits } = await readTrackExtends(examination, box, 2);
      movie.defaults = defaults;
      fragmentsUnits = durationUnits;
    } else if (box.type === 'cmov') {
      examination.rejectFeature('a MOV', 'a compressed index');
    } else if (box.type === 'moov') throw new Malformed('It has a movie within a movie.');
    else {
      examination.countMetadata(box.end - box.content);
      await examination.scan(box.content, box.end - box.content, `in the box "${box.type}"`);
    }
  }
  movie.durationSeconds ||= seconds(fragmentsUnits, movie.timescale);
  return movie;
}

interface Surroundings {
  isQuickTime: boolean;
  hasMediaData: boolean;
  hasFragments: boolean;
  fragments: ReadonlyMap<number, FragmentedTrack>;
}

/** Pictures and sound that play; chapter pictures and texts, time codes and data are dropped without a word. */
function playedTracks(movie: Movie): Track[] {
  const chapters = new Set(movie.tracks.flatMap(({ chapterTracks }) => chapterTracks));
  return movie.tracks.filter(({ id, handler }) => /^(vide|soun)$/.test(handler) && !chapters.has(id));
}

/** A track is what the description of its samples says, and not supported where any of them is not. */
function foundTrack(
  examination: Examination,
  movie: Movie,
  track: Track,
  { packets, description }: SamplesFound,
): FoundTrack {
  const { id, handler, entries, edits } = track;
  const described = entries[description - 1];
  if (!described) throw new Malformed('A track does not say what its codec is.');
  for (const entry of entries) {
    if (!('track' in entry) || entry.track.kind !== 'video') continue;
    const { width, height } = displaySize(entry.track);
    checkPixels(examination, width, height, 'VIDEO');
  }
  const kind = handler === 'vide' ? 'video' : 'audio';
  const unsupported = entries.find((entry) => 'unsupported' in entry);
  if (unsupported || !('track' in described)) return { kind, facts: unsupported ?? described };
  const counted = packets > 0 && !isPcm(described.track) ? { packets } : {};
  const played = edits ? { parts: playedParts(edits, movie.timescale, track.timescale) } : {};
  return { kind, facts: { track: { id, ...described.track, ...counted, ...played } } };
}

export async function movieFacts(
  examination: Examination,
  movie: Movie,
  around: Surroundings,
): Promise<Facts> {
  const played = playedTracks(movie);
  if (played.some(({ timescale, edits }) => edits && !(movie.timescale > 0 && timescale > 0))) {
    throw new Malformed('Its times are broken.');
  }
  const samples = await checkTables(examination, played, around);
  const found = played.map((track, index) =>
    foundTrack(examination, movie, track, samples[index] ?? nothingFound),
  );
  const tracks = keepPlayable(examination, around.isQuickTime ? 'a MOV' : 'an MP4', found);
  if (played.length === 0) throw new Malformed('It has neither pictures nor sound.');
  const kept = played.filter(({ id }) => tracks.some((track) => track.id === id));
  for (const { edits } of kept) checkRates(examination, edits ?? []);
  const video = tracks.find((track) => track.kind === 'video');
  const hasVideo = played.some(({ handler }) => handler === 'vide');
  const size = video ? displaySize(video) : undefined;
  return {
    mediaClass: hasVideo ? 'VIDEO' : 'AUDIO',
    mimeType: hasVideo ? (around.isQuickTime ? 'video/quicktime' : 'video/mp4') : 'audio/mp4',
    width: size?.width ?? null,
    height: size?.height ?? null,
    durationSeconds: await playedSeconds(
      examination,
      { ...movie, hasFragments: movie.defaults.size > 0 },
      kept,
      around.fragments,
    ),
    frames: 1,
    tracks,
    target: hasVideo ? videoTarget(tracks) : soundTarget(tracks),
    patches: kept.flatMap((track) => patchesFor(track, samples[played.indexOf(track)] ?? nothingFound)),
  };
}

/**
 * The edit list and the descriptions that no sample uses stand in the facts, and are taken from whoever copies the
 * tracks: demuxers know one edit at most, and take the last description for that of all samples.
 */
function patchesFor({ editLists, descriptions }: Track, { description }: SamplesFound): Patch[] {
  const free = [...Buffer.from('free')];
  const patches = editLists.map((box): Patch => ({ offset: box.content - 4, bytes: free }));
  return descriptions.kinds.length > 1
    ? [...patches, { offset: descriptions.countAt, bytes: [0, 0, 0, description] }]
    : patches;
}

interface SamplesFound {
  packets: number;
  /** The one that all samples have, from 1. */
  description: number;
}

const nothingFound: SamplesFound = { packets: 0, description: 1 };
const isPcm = ({ codec }: TrackFacts): boolean => /^(pcm|ulaw|alaw)/.test(codec);

async function checkTables(
  examination: Examination,
  tracks: Track[],
  around: Surroundings,
): Promise<SamplesFound[]> {
  if (examination.depth === 'index') return [];
  const found: SamplesFound[] = [];
  for (const { id, entries, sampleTable, descriptions } of tracks) {
    const [first] = entries;
    const hasPcm = first !== undefined && 'track' in first && isPcm(first.track);
    const fragments = around.fragments.get(id);
    const used = await checkSamples(examination, sampleTable, hasPcm);
    for (const description of fragments?.descriptions ?? []) used.add(description);
    const kinds = new Set([...used].map((description) => descriptions.kinds[description - 1]));
    if (kinds.has(undefined)) throw new Malformed('A track does not say what its codec is.');
    if (kinds.size > 1) examination.rejectUnsupportedFeature('FORMAT_CHANGE');
    const packets = (await countSamples(examination, sampleTable)) + (fragments?.samples ?? 0);
    found.push({ packets, description: Math.min(...used, ...(used.size === 0 ? [1] : [])) });
  }
  if (found.every(({ packets }) => packets === 0) && !around.hasFragments) {
    throw new Malformed('It has an index and nothing else.');
  }
  if (!around.hasMediaData) throw new Malformed('It has an index and nothing else.');
  return found;
}
