/**
 * Looks at what was written with the eyes that looked at the upload: what is announced is what is there
 * (docs/adr/0016-what-plays-is-what-is-published.md). Facts give way to what was written where nothing is missing and
 * nothing too much; everything else is never published.
 */
import type { Notice, SoundTags } from '@media-feed/contract';
import { inspect, inspectToTheEnd } from '../inspect/inspect.ts';
import type { Accepted, InspectionLimits, Rejected, TrackFacts } from '../inspect/inspection.ts';
import { rejected } from '../inspect/rejected.ts';
import type { MadeRendition, RejectedWithCause } from '../sandbox/messages.ts';
import { roundSeconds } from './round-seconds.ts';
import { mimeTypeOf } from './written-types.ts';
import type { WrittenRendition, WrittenRenditions } from './written-renditions.ts';

/** Packets of one track. */
export interface CopiedTrack {
  /** Gone through, those included that were not written. */
  readonly read: number;
  readonly written: number;
  /** Of those written; undefined where nobody has counted. */
  readonly bytes?: number;
}

/** What was made of an upload, before anybody has looked at it. */
export interface Made {
  readonly outcome: 'READY';
  readonly found: Accepted;
  readonly renditions: readonly MadeRendition[];
  readonly placeholder: string | null;
  /** What its owner should know about it; none where it is left out. */
  readonly notices?: readonly Notice[];
  /** What a sound says of itself, where it does. */
  readonly soundTags?: SoundTags | undefined;
  /** Of a recording, what became of each track that was found. */
  readonly copied?: readonly CopiedTrack[];
}

/** Beside a frame, by which two clocks round. */
const toleranceSeconds = 0.05;
/** Encoders' delay is all that an edit list of ours may keep from being played. */
const maxHiddenSeconds = 0.3;
/** Headers of a packet, and of what packets are gathered in. */
const overheadBytesPerPacket = 64;
const overheadShare = 0.02;
const maxFrontBytes = 2 * 1024 * 1024;

class Difference extends Error {}

/** The facts as they are written; rejected where something is missing, or too much. */
export async function verifyOutput(
  made: Made,
  written: WrittenRenditions,
  limits: InspectionLimits,
): Promise<Accepted | RejectedWithCause> {
  const names = new Set(written.names);
  if (names.size !== made.renditions.length || made.renditions.some(({ name }) => !names.has(name))) {
    return differs('other files were written than announced');
  }
  let { found } = made;
  try {
    for (const rendition of made.renditions) {
      const kept = written.rendition(rendition.name);
      if (!kept) throw new Difference(`${rendition.name} is missing`);
      const seen = await look(kept, found, limits);
      if (seen.outcome === 'REJECTED') return unreadable(seen);
      found = made.copied
        ? recordingFacts(found, seen, kept, made.copied)
        : pictureFacts(found, seen, rendition, rendition === made.renditions.at(-1));
    }
  } catch (error) {
    if (error instanceof Difference) return differs(error.message);
    throw error;
  }
  return found;
}

/** What differs is for the log. */
const differs = (cause: string): RejectedWithCause => ({
  ...rejected({ reason: 'CORRUPT', parameters: { failure: 'DIFFERENT_OUTPUT' } }),
  cause,
});

/** What the inspection of an upload would have rejected. */
function unreadable(seen: Rejected): RejectedWithCause {
  return seen.reason === 'ACTIVE_CONTENT' ? seen : differs(`It cannot be read again: ${seen.detail}`);
}

/** Containers whose index stands in front are read to the end without what was not kept of them. */
const hasIndexInFront = ({ target }: Accepted): boolean => target === 'mp4' || target === 'm4a';

async function look(kept: WrittenRendition, found: Accepted, limits: InspectionLimits) {
  // What is within the limits as an upload may be a little larger, or longer, as it is written.
  const anySize = { IMAGE: Infinity, VIDEO: Infinity, AUDIO: Infinity };
  const loose = { ...limits, maxUploadBytes: anySize, maxDurationSeconds: Infinity };
  const declared = { contentType: mimeTypeOf(found.target) };
  const first = await inspect(kept, declared, loose);
  if (first.outcome === 'REJECTED' || !(kept.isWhole || hasIndexInFront(found))) return first;
  return inspectToTheEnd(kept, first, loose);
}

function pictureFacts(found: Accepted, seen: Accepted, made: MadeRendition, isLargest: boolean): Accepted {
  const { width, height } = seen;
  if (seen.mimeType !== 'image/webp') throw new Difference(`it was written as ${seen.mimeType}`);
  if (width === null || height === null || width !== made.width || height !== made.height) {
    throw new Difference(`a picture of ${sizeOf(seen)} was written instead of ${sizeOf(made)}`);
  }
  if (seen.frames > found.frames) throw new Difference('it was written with more frames');
  return isLargest ? { ...found, ...sizeLike(found, width, height) } : found;
}

const sizeOf = ({ width, height }: Pick<Accepted, 'width' | 'height'>): string =>
  `${String(width)} × ${String(height)}`;

/** The size that was found, unless what is served has another shape: then as large, in the shape that is served. */
function sizeLike(found: Accepted, width: number, height: number) {
  const [foundWidth, foundHeight] = [found.width ?? width, found.height ?? height];
  const scale = Math.max(foundWidth, foundHeight) / Math.max(width, height);
  const [wanted, other] = [Math.round(width * scale), Math.round(height * scale)];
  // A side that was scaled down is rounded to a pixel, which `scale` makes more of.
  const isSame = Math.abs(wanted - foundWidth) <= scale && Math.abs(other - foundHeight) <= scale;
  return isSame ? {} : { width: wanted, height: other };
}

function recordingFacts(
  found: Accepted,
  seen: Accepted,
  kept: WrittenRendition,
  copied: readonly CopiedTrack[],
): Accepted {
  const expected = mimeTypeOf(found.target);
  if (seen.mimeType !== expected) throw new Difference(`it was written as ${seen.mimeType}`);
  const tracks = found.tracks.flatMap((facts, index) => {
    const counts = copied[index] ?? { read: 0, written: 0 };
    checkRead(facts, counts);
    // A container may go without pictures that nobody can decode; sound without a packet has its track.
    return facts.kind === 'video' && counts.written === 0 ? [] : [{ facts, counts }];
  });
  if (seen.tracks.length !== tracks.length) {
    throw new Difference(`${String(seen.tracks.length)} of ${String(tracks.length)} tracks were written`);
  }
  for (const [index, { facts, counts }] of tracks.entries()) checkTrack(facts, counts, seen.tracks[index]);
  checkBytes(
    kept,
    tracks.map(({ counts }) => counts),
  );
  return { ...found, width: seen.width, height: seen.height, durationSeconds: secondsOf(found, seen) };
}

/** Whether the demuxer went through what inspection has counted. */
function checkRead({ packets, kind }: TrackFacts, { read }: CopiedTrack): void {
  if (packets !== undefined && packets !== read) {
    throw new Difference(`${String(read)} of ${String(packets)} packets of ${kind} could be read`);
  }
}

function checkTrack(facts: TrackFacts, counts: CopiedTrack, seen: TrackFacts | undefined): void {
  if (seen?.kind !== facts.kind || seen.codec !== facts.codec) {
    throw new Difference(`a track of ${seen?.codec ?? 'nothing'} was written instead of ${facts.codec}`);
  }
  if (seen.packets !== undefined && seen.packets !== counts.written) {
    throw new Difference(
      `${String(seen.packets)} of ${String(counts.written)} packets of ${facts.kind} were written`,
    );
  }
  if (seen.kind === 'video' && facts.kind === 'video' && seen.rotationDegrees !== facts.rotationDegrees) {
    throw new Difference('it was written turned');
  }
  const [played, another] = seen.parts ?? [];
  if (another || (played && played.mediaSeconds > maxHiddenSeconds)) {
    throw new Difference('it was written with more than plays');
  }
}

/** Of what was not kept its size alone is known. Packets may lose a header of their own on their way. */
function checkBytes({ size }: WrittenRendition, counts: readonly CopiedTrack[]): void {
  const bytes = counts.reduce((sum, track) => sum + (track.bytes ?? NaN), 0);
  const overhead = counts.reduce((sum, track) => sum + track.written, 0) * overheadBytesPerPacket;
  if (size < bytes - overhead || size > bytes * (1 + overheadShare) + overhead + maxFrontBytes) {
    throw new Difference(`${String(size)} bytes were written for ${String(bytes)} bytes of media`);
  }
}

/** The length that was decided, unless what was written has another. */
function secondsOf({ durationSeconds }: Accepted, seen: Accepted): number | null {
  const written = seen.durationSeconds;
  if (written === null || durationSeconds === null) return durationSeconds ?? written;
  const [track] = seen.tracks;
  const frame = track?.packets ? written / track.packets : toleranceSeconds;
  const isSame = Math.abs(written - durationSeconds) <= toleranceSeconds + frame;
  return isSame ? durationSeconds : roundSeconds(written);
}
