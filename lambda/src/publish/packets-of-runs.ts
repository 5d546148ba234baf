/** The packets of a track that runs name, placed on the output's time. */
import type { EncodedPacket, EncodedPacketSink, PacketRetrievalOptions } from 'mediabunny';
import { placeIn, type Place, type Run } from './run.ts';

/** A run, and how to get there. */
export interface RunStart {
  readonly run: Run;
  /** The packet in front of it; null at the beginning of the track. */
  readonly before: EncodedPacket | null;
}

/** Finds the packets in front of runs. Reads no packet's data. */
export async function startRuns(sink: EncodedPacketSink, runs: readonly Run[]): Promise<RunStart[]> {
  const wanted = new Set(runs.map(({ first }) => first - 1));
  const found = new Map<number, EncodedPacket>();
  const last = Math.max(...wanted);
  let index = 0;
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    if (index > last) break;
    if (wanted.has(index)) found.set(index, packet);
    index += 1;
  }
  return runs.map((run) => ({ run, before: found.get(run.first - 1) ?? null }));
}

/** The first packet of a run. */
export const firstOfRun = (
  sink: EncodedPacketSink,
  before: EncodedPacket | null,
  options: PacketRetrievalOptions,
): Promise<EncodedPacket | null> =>
  before ? sink.getNextPacket(before, options) : sink.getFirstPacket(options);

/** @param frameBytes of one instant of PCM. */
export async function* packetsOfRuns(
  sink: EncodedPacketSink,
  runs: readonly RunStart[],
  options: PacketRetrievalOptions,
  frameBytes = 1,
): AsyncGenerator<EncodedPacket, void> {
  for (const { run, before } of runs) {
    let packet = await firstOfRun(sink, before, options);
    for (let index = 0; packet && index < run.count; index += 1) {
      const place = placeIn(run, packet.timestamp, packet.duration);
      if (place) yield placed(packet, place, run, frameBytes);
      packet = index + 1 < run.count ? await sink.getNextPacket(packet, options) : null;
    }
  }
}

function placed(packet: EncodedPacket, place: Place, { ends }: Run, frameBytes: number): EncodedPacket {
  const moved = { timestamp: place.start, duration: place.duration };
  if (ends !== 'CUT' || place.share === 1) return packet.clone(moved);
  // PCM has a value for each instant, so that a packet can be cut between any two of them.
  const frames = packet.data.length / frameBytes;
  const first = Math.round((place.skipped / packet.duration) * frames);
  const count = Math.round(place.share * frames);
  return packet.clone({
    ...moved,
    data: packet.data.subarray(first * frameBytes, (first + count) * frameBytes),
  });
}
