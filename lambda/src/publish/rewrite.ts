/** Moves a recording's samples, untouched, from one container into another. */
import {
  Output,
  StreamTarget,
  type InputAudioTrack,
  type InputVideoTrack,
  type StreamTargetChunk,
} from 'mediabunny';
import type { Container } from './containers.ts';
import type { RunStart } from './packets-of-runs.ts';
import { copyAudio, copyVideo, noPackets, type PacketCounts, type TrackCopy } from './track-copy.ts';

export type RecordingTrack = InputVideoTrack | InputAudioTrack;

export interface PlannedTrack {
  readonly track: RecordingTrack;
  /** What is copied; undefined for all. */
  readonly runs: readonly RunStart[] | undefined;
  /** What is going to be written; undefined where nobody has counted. */
  readonly packetCount: number | undefined;
}

/** mediabunny reserves 35 bytes of index a packet (fastStart: 'reserve'), and what describes the tracks. */
const indexBytesPerPacket = 40;
const headerBytes = 1024 * 1024;

/** Bytes from the start of the output that may be written again until the end. */
export function frontBytesOf(tracks: readonly PlannedTrack[], { reservesIndex }: Container): number {
  const packets = tracks.reduce((sum, { packetCount = 0 }) => sum + packetCount, 0);
  return reservesIndex ? headerBytes + packets * indexBytesPerPacket : headerBytes;
}

/**
 * Tags, chapters, covers, other tracks, and whatever lies between, before or behind: not copied.
 * @returns what became of each track.
 * @throws where the source is damaged, or the output fails.
 */
export async function rewrite(
  tracks: readonly PlannedTrack[],
  container: Container,
  stream: WritableStream<StreamTargetChunk>,
): Promise<PacketCounts[]> {
  const output = new Output({ format: container.format, target: new StreamTarget(stream) });
  const copies: TrackCopy[] = [];
  const counted = tracks.map(noPackets);
  for (const [index, { track, ...plan }] of tracks.entries()) {
    const settings = { ...plan, counts: counted[index] ?? noPackets() };
    const copy = track.isVideoTrack()
      ? await copyVideo(track, output, settings)
      : await copyAudio(track, output, settings);
    if (copy) copies.push(copy);
  }
  // A container may be empty, but not without tracks.
  if (output.tracks.length === 0) return counted;
  await output.start();
  await interleave(copies, shiftFor(copies, container));
  await output.finalize();
  return counted;
}

/** All tracks begin together at 0; what is marked as before the beginning stays so where the container can say it. */
function shiftFor(copies: readonly TrackCopy[], { format }: Container): number {
  if (copies.length === 0) return 0;
  const earliest = Math.min(...copies.map(({ clockSeconds }) => clockSeconds));
  return earliest < 0 && format.negativeTimestampSupport === 'full' ? 0 : -earliest;
}

/** The track that is furthest behind goes next, so that players find sound and picture side by side. */
async function interleave(copies: readonly TrackCopy[], shiftSeconds: number): Promise<void> {
  const open = new Set(copies);
  while (open.size > 0) {
    const copy = [...open].reduce((behind, other) =>
      other.clockSeconds < behind.clockSeconds ? other : behind,
    );
    await copy.step(shiftSeconds);
    if (copy.next) continue;
    copy.close();
    open.delete(copy);
  }
}
