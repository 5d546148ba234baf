/** How long a movie plays (ISO/IEC 14496-12 §8.6). */
import type { Examination } from './examination.ts';
import { playedParts } from './iso-edits.ts';
import type { FragmentedTrack } from './iso-samples.ts';
import { spanOfSamples, type MediaSpan } from './iso-times.ts';
import type { Track } from './iso-tracks.ts';

/** A header does not count the time by which pictures are shown later than they are decoded: that much is allowed. */
const maxDelaySeconds = 1;

/** What the header of a movie says of it. */
export interface MovieHeader {
  readonly timescale: number;
  readonly durationSeconds: number;
  readonly hasFragments: boolean;
}

const inSeconds = (units: number, timescale: number): number => (timescale > 0 ? units / timescale : 0);

/** How long the film plays: from the first picture or sound to the end of the last. Headers serve the first look alone. */
export async function playedSeconds(
  examination: Examination,
  header: MovieHeader,
  tracks: readonly Track[],
  fragments: ReadonlyMap<number, FragmentedTrack>,
): Promise<number | null> {
  let start = Infinity;
  let end = -Infinity;
  for (const track of tracks) {
    const span = await playedSpan(examination, header, track, fragments.get(track.id));
    start = Math.min(start, span?.start ?? Infinity);
    end = Math.max(end, span?.end ?? -Infinity);
  }
  if (end > start) return Math.round((end - start) * 1e6) / 1e6;
  // Of fragments the first look knows nothing but what the header says, which may count from another beginning.
  const isKnown = examination.depth === 'whole' || !header.hasFragments;
  return isKnown && header.durationSeconds > 0 ? header.durationSeconds : null;
}

/** In seconds of the movie; undefined where nothing of the track plays. */
async function playedSpan(
  examination: Examination,
  header: MovieHeader,
  track: Track,
  fragments: FragmentedTrack | undefined,
): Promise<MediaSpan | undefined> {
  const { sampleTable, timescale } = track;
  const isWhole = examination.depth === 'whole';
  const inTable = isWhole
    ? sampleTable.stts && (await spanOfSamples(examination, sampleTable.stts, sampleTable.ctts))
    : track.duration > 0
      ? { start: 0, end: track.duration }
      : undefined;
  const spans = [inTable, fragments].filter((span) => span !== undefined);
  if (spans.length === 0) return undefined;
  const media = {
    start: inSeconds(Math.min(...spans.map(({ start }) => start)), timescale),
    end: inSeconds(Math.max(...spans.map(({ end }) => end)), timescale),
  };
  if (!track.edits) return media;
  const parts = playedParts(track.edits, header.timescale, timescale).flatMap((part) => {
    const from = Math.max(part.mediaSeconds, media.start);
    const partEnd = part.mediaSeconds + (part.durationSeconds ?? Infinity);
    const to = Math.min(partEnd, isWhole ? media.end : media.end + maxDelaySeconds);
    const at = part.atSeconds - part.mediaSeconds;
    return to > from ? [{ start: at + from, end: at + to }] : [];
  });
  if (parts.length === 0) return undefined;
  return {
    start: Math.min(...parts.map(({ start }) => start)),
    end: Math.max(...parts.map(({ end }) => end)),
  };
}
