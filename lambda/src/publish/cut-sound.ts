/** Which packets of sound are copied, by the parts that play. */
import type { PlayedPart, TrackFacts } from '../inspect/inspection.ts';
import type { PacketTimes } from './packet-times.ts';
import { sameSeconds, type Run } from './run.ts';
import type { Timeline } from './timeline.ts';

/**
 * What encoders put in front of the sound so that decoders get under way, and edit lists take off: AAC two frames
 * beside the one that sounds in part, Opus 80 ms. More than that is sound that somebody cut off.
 */
const primingPackets = 2;
const primingSeconds: Partial<Record<TrackFacts['codec'], number>> = { opus: 0.08, aac: 0.2, mp3: 0.1 };

const isPcm = (codec: string): boolean => /^(pcm|ulaw|alaw)/.test(codec);

/** A part without what pictures lost, on the output's time. */
interface Stretch {
  /** Seconds of the track. */
  readonly from: number;
  readonly to: number;
  /** From the track's time to the output's. */
  readonly shiftSeconds: number;
  /** Where the track's first part begins, if the film does: before that what is there does not play. */
  readonly isBeginning: boolean;
}

const everything: PlayedPart = { atSeconds: 0, mediaSeconds: 0, durationSeconds: null };

function stretchesOf({ parts }: TrackFacts, timeline: Timeline): Stretch[] {
  return (parts ?? [everything]).flatMap(({ atSeconds, mediaSeconds, durationSeconds }, index) => {
    const shift = mediaSeconds - atSeconds;
    return timeline
      .kept({ from: parts ? atSeconds : -Infinity, to: atSeconds + (durationSeconds ?? Infinity) })
      .map(({ from, to }) => ({
        from: from + shift,
        to: to + shift,
        shiftSeconds: -shift - timeline.lostBefore(Math.max(from, atSeconds)),
        isBeginning: index === 0 && from <= atSeconds && atSeconds < sameSeconds,
      }));
  });
}

/**
 * Packet by packet: the first and the last packet of the track may sound in part; at a cut each packet goes to the
 * side that has more of it, and follows the one before without a gap. PCM is cut exactly.
 */
export function cutSound(times: PacketTimes, facts: TrackFacts, timeline: Timeline): Run[] {
  const runs: Run[] = [];
  /** Where the output ends so far. */
  let written = -Infinity;
  const stretches = stretchesOf(facts, timeline);
  for (const [index, stretch] of stretches.entries()) {
    const next = stretches[index + 1];
    const end = stretch.to + stretch.shiftSeconds;
    const goesOn = next !== undefined && next.from + next.shiftSeconds - end < sameSeconds;
    const run = isPcm(facts.codec)
      ? exactRun(times, stretch)
      : packetRun(times, facts.codec, stretch, written, goesOn);
    if (run.count === 0) continue;
    runs.push(run);
    written = endOf(times, run.first + run.count - 1) + run.shiftSeconds;
  }
  return runs;
}

const startOf = ({ starts }: PacketTimes, index: number): number => starts[index] ?? Infinity;
const durationOf = ({ durations }: PacketTimes, index: number): number => durations[index] ?? 0;
const endOf = (times: PacketTimes, index: number): number => startOf(times, index) + durationOf(times, index);

/** The first packet for which `isBeyond` holds, which must hold for all that follow it. */
function firstPacket(times: PacketTimes, isBeyond: (index: number) => boolean): number {
  let [low, high] = [0, times.count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBeyond(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function exactRun(times: PacketTimes, { from, to, shiftSeconds }: Stretch): Run {
  const first = firstPacket(times, (index) => endOf(times, index) > from);
  const behind = firstPacket(times, (index) => startOf(times, index) >= to);
  const count = Math.max(0, behind - first);
  return { first, count, from, to, showFrom: -Infinity, ends: 'CUT', shiftSeconds };
}

function packetRun(
  times: PacketTimes,
  codec: TrackFacts['codec'],
  stretch: Stretch,
  written: number,
  goesOn: boolean,
): Run {
  const { from, to, shiftSeconds } = stretch;
  const half = (index: number): number => durationOf(times, index) / 2;
  const sounding = firstPacket(times, (index) => endOf(times, index) > from + sameSeconds);
  const joins = written > -Infinity && Math.abs(from + shiftSeconds - written) <= 2 * half(sounding);
  const free = firstPacket(times, (index) => startOf(times, index) + shiftSeconds >= written - half(index));
  const priming = stretch.isBeginning ? primingBefore(times, codec, sounding) : 0;
  const first = joins ? Math.max(free, sounding) : sounding - priming;
  const shift = joins ? written - startOf(times, first) : shiftSeconds;
  const end = to + shiftSeconds;
  // A packet that follows another comes a little earlier, but not so early that one sounds which does not play.
  const behind = firstPacket(
    times,
    (index) =>
      startOf(times, index) >= to - sameSeconds ||
      startOf(times, index) + shift + (goesOn ? half(index) : sameSeconds) >= end,
  );
  return {
    first,
    count: Math.max(0, behind - first),
    from: Math.min(from, startOf(times, first)),
    to,
    showFrom: -Infinity,
    // At a cut the packet keeps its length, and the next one follows it.
    ends: goesOn ? 'WHOLE' : 'SHORTENED',
    shiftSeconds: shift,
  };
}

/** How many packets in front of the first that sounds are priming; none where more was cut off. */
function primingBefore(times: PacketTimes, codec: TrackFacts['codec'], sounding: number): number {
  const seconds = primingSeconds[codec];
  if (seconds === undefined || startOf(times, sounding) - startOf(times, 0) > seconds) return 0;
  return codec === 'opus' || sounding <= primingPackets ? sounding : 0;
}
