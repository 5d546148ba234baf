/**
 * Which packets of a film play by its edit lists, and when (docs/adr/0016-what-plays-is-what-is-published.md).
 * Pure: times in, runs of packets out.
 */
import type { UnsupportedFeature } from '@media-feed/contract';
import type { TrackFacts } from '../inspect/inspection.ts';
import { cutPictures, type PictureCuts } from './cut-pictures.ts';
import { cutSound } from './cut-sound.ts';
import type { PacketTimes } from './packet-times.ts';
import { placeIn, sameSeconds, type Run } from './run.ts';
import { Timeline } from './timeline.ts';

export interface CutTrack {
  readonly facts: TrackFacts;
  readonly times: PacketTimes;
}

/** What is missing of what plays, because no key frame stood where a part begins. */
export interface LostSeconds {
  readonly atStart: number;
  readonly atJoins: number;
}

export interface CutPlan {
  /** Runs of each track. */
  readonly runs: readonly (readonly Run[])[];
  readonly lost: LostSeconds;
}

/** What a cut may cost where no key frame stands, of what plays. */
const maxLostSeconds = 2;
const maxLostShare = 0.05;
/** Parts that are played again make the output larger; storage gets no more than a quarter beyond the upload. */
const maxGrowth = 1.2;

export function planCuts(tracks: readonly CutTrack[]): CutPlan | UnsupportedFeature {
  const video = tracks.find(({ facts }) => facts.kind === 'video');
  const pictures = video && cutPictures(video.times, video.facts.parts);
  if (typeof pictures === 'string') return pictures;
  const timeline = new Timeline(pictures?.lost ?? []);
  const playedSeconds = pictures?.playedSeconds ?? 0;
  if (timeline.lostSeconds > Math.min(maxLostSeconds, maxLostShare * playedSeconds) + sameSeconds) {
    return 'CUT_WITHOUT_KEY_FRAME';
  }
  const runs = tracks.map((track) =>
    track === video
      ? (pictures?.runs ?? []).map((run) => earlier(run, timeline))
      : cutSound(track.times, track.facts, timeline),
  );
  if (grows(tracks, runs)) return 'REPEATED_PARTS';
  const atStart = pictures ? lostAtStart(pictures) : 0;
  return { runs, lost: { atStart, atJoins: timeline.lostSeconds - atStart } };
}

function lostAtStart({ runs: [first], lost: [lost] }: PictureCuts): number {
  const isOfFirst = first && lost && Math.abs(lost.to - first.from - first.shiftSeconds) < sameSeconds;
  return isOfFirst ? lost.to - lost.from : 0;
}

function earlier(run: Run, timeline: Timeline): Run {
  const at = Math.max(run.from, run.showFrom) + run.shiftSeconds;
  return { ...run, shiftSeconds: run.shiftSeconds - timeline.lostBefore(at) };
}

/** Whether the output has much more in it than the upload, since parts are played again. */
function grows(tracks: readonly CutTrack[], runs: readonly (readonly Run[])[]): boolean {
  const packetsOf = (list: readonly Run[]): number => list.reduce((sum, { count }) => sum + count, 0);
  if (tracks.some(({ times }, index) => packetsOf(runs[index] ?? []) > 2 * times.count)) return true;
  const whole = tracks.reduce((sum, { times }) => sum + times.bytes, 0);
  const written = tracks.map(({ times }, index) => countPackets(times, runs[index] ?? []).bytes);
  return written.reduce((sum, bytes) => sum + bytes, 0) > maxGrowth * whole;
}

export interface Written {
  readonly packets: number;
  readonly bytes: number;
  /** Seconds of the output; infinite where nothing is written. */
  readonly start: number;
  readonly end: number;
}

/** What runs write of a track. */
export function countPackets(times: PacketTimes, runs: readonly Run[]): Written {
  let [packets, bytes, from, to] = [0, 0, Infinity, -Infinity];
  for (const run of runs) {
    for (let at = run.first; at < run.first + run.count; at += 1) {
      const [start = 0, duration = 0, size = 0] = [times.starts[at], times.durations[at], times.sizes[at]];
      const place = placeIn(run, start, duration);
      if (!place) continue;
      packets += 1;
      bytes += size * place.share;
      from = Math.min(from, place.start);
      to = Math.max(to, place.start + place.duration);
    }
  }
  return { packets, bytes: Math.round(bytes), start: from, end: to };
}
