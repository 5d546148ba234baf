/** What is copied of each track, decided before the first byte is written. */
import { EncodedPacketSink } from 'mediabunny';
import type { UnsupportedFeature } from '@media-feed/contract';
import type { Accepted, TrackFacts } from '../inspect/inspection.ts';
import type { Container } from './containers.ts';
import { countPackets, planCuts, type CutPlan, type CutTrack, type LostSeconds } from './cut-plan.ts';
import { readPacketTimes } from './packet-times.ts';
import { firstOfRun, startRuns } from './packets-of-runs.ts';
import type { PlannedTrack, RecordingTrack } from './rewrite.ts';

export interface RecordingPlan {
  readonly tracks: readonly PlannedTrack[];
  /** How long it plays; undefined where that is what inspection has found. */
  readonly durationSeconds: number | undefined;
  readonly lost: LostSeconds;
  /** Packets that each track was seen to have; undefined where they are counted while they are copied. */
  readonly packetsRead: readonly number[] | undefined;
}

export const wholeFilm = {
  durationSeconds: undefined,
  lost: { atStart: 0, atJoins: 0 },
  packetsRead: undefined,
};

/** @param tracks those of `found`, in its order. */
export async function planRecording(
  tracks: readonly RecordingTrack[],
  found: Accepted,
  container: Container,
): Promise<RecordingPlan | UnsupportedFeature> {
  if (found.tracks.some(({ parts }) => parts)) return planParts(tracks, found.tracks);
  if (!container.reservesIndex) {
    return {
      ...wholeFilm,
      tracks: tracks.map((track) => ({ track, runs: undefined, packetCount: undefined })),
    };
  }
  // At once: where the tracks are interleaved, what one walk reads serves the others as well.
  const stats = await Promise.all(tracks.map((track) => track.computePacketStats()));
  return {
    ...wholeFilm,
    tracks: tracks.map((track, index) => ({
      track,
      runs: undefined,
      packetCount: stats[index]?.packetCount,
    })),
  };
}

async function planParts(
  tracks: readonly RecordingTrack[],
  facts: readonly TrackFacts[],
): Promise<RecordingPlan | UnsupportedFeature> {
  const times = await Promise.all(tracks.map(readPacketTimes));
  const cut = tracks.flatMap((track, index): (CutTrack & { track: RecordingTrack })[] => {
    const [ofTrack, timesOf] = [facts[index], times[index]];
    return ofTrack && timesOf ? [{ track, facts: ofTrack, times: timesOf }] : [];
  });
  for (;;) {
    const plan = planCuts(cut);
    if (typeof plan === 'string') return plan;
    const planned = await start(cut, plan);
    if (!planned) continue;
    const { lost } = plan;
    const packetsRead = times.map(({ count }) => count);
    return { tracks: planned, lost, packetsRead, durationSeconds: durationOf(cut, plan) };
  }
}

/**
 * Undefined where a frame that the index calls a key frame is none by its data, which is noted in the times: the plan
 * is to be made again.
 */
async function start(
  tracks: readonly (CutTrack & { track: RecordingTrack })[],
  { runs }: CutPlan,
): Promise<PlannedTrack[] | undefined> {
  const planned: PlannedTrack[] = [];
  let isSound = true;
  for (const [index, { track, times }] of tracks.entries()) {
    const sink = new EncodedPacketSink(track);
    const starts = await startRuns(sink, runs[index] ?? []);
    for (const { run, before } of track.isVideoTrack() ? starts : []) {
      const first = await firstOfRun(sink, before, { verifyKeyPackets: true });
      if (first?.type === 'key') continue;
      times.keys[run.first] = 0;
      isSound = false;
    }
    planned.push({ track, runs: starts, packetCount: countPackets(times, runs[index] ?? []).packets });
  }
  return isSound ? planned : undefined;
}

function durationOf(tracks: readonly CutTrack[], { runs }: CutPlan): number {
  const written = tracks.map(({ times }, index) => countPackets(times, runs[index] ?? []));
  const start = Math.min(...written.map((track) => track.start));
  const end = Math.max(...written.map((track) => track.end));
  // What is marked as before the beginning does not play.
  return end > start ? end - Math.max(0, start) : 0;
}
