/** When the packets of a track play, and how large they are, in decode order: what cuts are planned by. */
import { EncodedPacketSink } from 'mediabunny';
import type { RecordingTrack } from './rewrite.ts';

export interface PacketTimes {
  readonly count: number;
  /** Of all packets together. */
  readonly bytes: number;
  /** Seconds; where a packet ends that has no duration, the next one begins. */
  readonly starts: Float64Array;
  readonly durations: Float64Array;
  readonly sizes: Uint32Array;
  /** 1 where decoding can begin. */
  readonly keys: Uint8Array;
}

const firstCapacity = 4096;

/** A copy of twice the length. */
function grown<Numbers extends Float64Array | Uint32Array | Uint8Array>(
  larger: Numbers,
  numbers: Numbers,
): Numbers {
  larger.set(numbers);
  return larger;
}

/** Reads no packet's data. */
export async function readPacketTimes(track: RecordingTrack): Promise<PacketTimes> {
  let starts = new Float64Array(firstCapacity);
  let durations = new Float64Array(firstCapacity);
  let sizes = new Uint32Array(firstCapacity);
  let keys = new Uint8Array(firstCapacity);
  let count = 0;
  let bytes = 0;
  const sink = new EncodedPacketSink(track);
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    if (count === starts.length) {
      starts = grown(new Float64Array(2 * count), starts);
      durations = grown(new Float64Array(2 * count), durations);
      sizes = grown(new Uint32Array(2 * count), sizes);
      keys = grown(new Uint8Array(2 * count), keys);
    }
    starts[count] = packet.timestamp;
    durations[count] = packet.duration;
    sizes[count] = packet.byteLength;
    keys[count] = packet.type === 'key' ? 1 : 0;
    bytes += packet.byteLength;
    count += 1;
  }
  return {
    count,
    bytes,
    starts: starts.subarray(0, count),
    durations: durations.subarray(0, count),
    sizes: sizes.subarray(0, count),
    keys: keys.subarray(0, count),
  };
}
