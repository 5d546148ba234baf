/** `moov`: the index of a movie (ISO/IEC 14496-12 §8.2), and what it says about the whole. */
import type { MediaClass } from '@media-feed/contract';
import { Malformed } from './bytes.ts';
import type { Examination } from './examination.ts';
import { checkPixels, type Facts } from './facts.ts';
import { boxesWithin, contentOf, type Box } from './iso-boxes.ts';
import { checkSamples, countSamples, readTrackExtends, type TrackDefaults } from './iso-samples.ts';
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
  fragmentEnds: ReadonlyMap<number, number>;
}

/** Pictures and sound that play; chapter pictures and texts, time codes and data are dropped without a word. */
function playedTracks(movie: Movie): Track[] {
  const chapters = new Set(movie.tracks.flatMap(({ chapterTracks }) => chapterTracks));
  return movie.tracks.filter(({ id, handler }) => /^(vide|soun)$/.test(handler) && !chapters.has(id));
}

/** A track is what its first sample description says, and not supported where any of them is not. */
function foundTrack(examination: Examination, { handler, entries }: Track): FoundTrack {
  const [first] = entries;
  if (!first) throw new Malformed('A track does not say what its codec is.');
  for (const entry of entries) {
    if (!('track' in entry) || entry.track.kind !== 'video') continue;
    checkPixels(examination, entry.track.width, entry.track.height, 'VIDEO');
  }
  const unsupported = entries.find((entry) => 'unsupported' in entry);
  return { kind: handler === 'vide' ? 'video' : 'audio', facts: unsupported ?? first };
}

export async function movieFacts(
  examination: Examination,
  movie: Movie,
  around: Surroundings,
): Promise<Facts> {
  const played = playedTracks(movie);
  const found = played.map((track) => foundTrack(examination, track));
  const tracks = keepPlayable(examination, around.isQuickTime ? 'a MOV' : 'an MP4', found);
  if (played.length === 0) throw new Malformed('It has neither pictures nor sound.');
  const video = tracks.find((track) => track.kind === 'video');
  const hasVideo = played.some(({ handler }) => handler === 'vide');
  if (examination.depth === 'whole') await checkTables(examination, played, around);
  const size = video ? displaySize(video) : undefined;
  return {
    mediaClass: hasVideo ? 'VIDEO' : 'AUDIO',
    mimeType: hasVideo ? (around.isQuickTime ? 'video/quicktime' : 'video/mp4') : 'audio/mp4',
    width: size?.width ?? null,
    height: size?.height ?? null,
    durationSeconds: durationOf(examination, movie, hasVideo ? 'VIDEO' : 'AUDIO', around),
    frames: 1,
    tracks,
    target: hasVideo ? videoTarget(tracks) : soundTarget(tracks),
  };
}

/**
 * The header's duration counts edits (QuickTime «Edit Atoms»), the tracks' own are longer where an edit trims them.
 * The limit holds for the longest, so that a header cannot hide what is there.
 */
function durationOf(examination: Examination, movie: Movie, mediaClass: MediaClass, around: Surroundings) {
  const { fragmentEnds } = around;
  const ofTracks = movie.tracks.map(({ duration, timescale }) => seconds(duration, timescale));
  const ends = movie.tracks.map(({ id, timescale }) => seconds(fragmentEnds.get(id) ?? 0, timescale));
  const longest = Math.max(movie.durationSeconds, ...ofTracks, ...ends);
  const limit = examination.limits.maxDurationSeconds;
  if (longest > limit) {
    examination.reject({
      reason: 'TOO_LONG',
      parameters: { durationSeconds: longest, limitSeconds: limit, mediaClass },
    });
  }
  const duration = Math.max(movie.durationSeconds, ...ends) || longest;
  return duration > 0 ? duration : null;
}

async function checkTables(examination: Examination, tracks: Track[], around: Surroundings): Promise<void> {
  let samples = 0;
  for (const { entries, sampleTable } of tracks) {
    const [first] = entries;
    const isPcm = first !== undefined && 'track' in first && /^(pcm|ulaw|alaw)/.test(first.track.codec);
    await checkSamples(examination, sampleTable, isPcm);
    samples += await countSamples(examination, sampleTable);
  }
  if (samples === 0 && !around.hasFragments) throw new Malformed('It has an index and nothing else.');
  if (!around.hasMediaData) throw new Malformed('It has an index and nothing else.');
}
