/** One track on its way from one container to another, packet by packet in decode order. */
import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type EncodedPacket,
  type InputAudioTrack,
  type InputVideoTrack,
  type Output,
  type PacketRetrievalOptions,
} from 'mediabunny';
import { readFlacFrame } from '../inspect/flac-frame.ts';
import { packetsOfRuns, type RunStart } from './packets-of-runs.ts';
import { textFilter } from './sample-text/without-text.ts';

/** Packets of a track so far. */
export interface PacketCounts {
  /** Gone through, those included that are not written. */
  read: number;
  written: number;
  /** Of those written. */
  bytes: number;
}

export const noPackets = (): PacketCounts => ({ read: 0, written: 0, bytes: 0 });

export interface TrackCopy {
  /** What comes next; null at the end. */
  readonly next: EncodedPacket | null;
  /** Where the track stands, in seconds: never goes back, though B-frames do. */
  readonly clockSeconds: number;
  /** Writes the next packet, `shiftSeconds` later, and fetches the one behind it. */
  step(shiftSeconds: number): Promise<void>;
  close(): void;
}

interface TrackSettings {
  /** Undefined where the container does not need to know. */
  readonly packetCount: number | undefined;
  /** What is copied; undefined for all. */
  readonly runs: readonly RunStart[] | undefined;
  readonly counts: PacketCounts;
}

/** ISO 639-2, which every container can hold. */
const languageOf = (code: string) => (/^[a-z]{3}$/.test(code) ? { languageCode: code } : {});
const countOf = ({ packetCount }: TrackSettings) =>
  packetCount === undefined ? {} : { maximumPacketCount: packetCount };

/** Without runs it begins at the first key frame; what stands before it nobody can decode. `undefined` without any. */
export async function copyVideo(
  track: InputVideoTrack,
  output: Output,
  settings: TrackSettings,
): Promise<TrackCopy | undefined> {
  const codec = await track.getCodec();
  const sourceConfig = await track.getDecoderConfig();
  if (!codec || !sourceConfig) throw new Error('A video track does not say how it is to be decoded');
  // Its type is the browser's, which is not known here.
  const given = sourceConfig.description as ArrayBufferView | ArrayBufferLike | undefined;
  const description = given && bytesOf(given);
  const filter = textFilter(codec, description);
  const decoderConfig: typeof sourceConfig = description
    ? Object.assign({}, sourceConfig, { description: filter.description(description) })
    : sourceConfig;
  const sink = new EncodedPacketSink(track);
  const options = { verifyKeyPackets: true };
  const packets = settings.runs
    ? packetsOfRuns(sink, settings.runs, options)
    : fromFirstKey(allPackets(sink, options, settings.counts));
  const first = await nextOf(packets);
  if (!first) return undefined;
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, {
    rotation: await track.getRotation(),
    flip: await track.getFlip(),
    canBeTransparent: await track.canBeTransparent(),
    decoderConfig,
    // Without a description the parameter sets stand among the samples (Annex B): the first one has them.
    ...(description ? {} : { primingPacket: first }),
    ...languageOf(await track.getLanguageCode()),
    ...countOf(settings),
  });
  let latest = -Infinity;
  return pump(first, {
    async add(packet) {
      // A key frame shown before the group of pictures in front of it ends is none; muxers refuse it as one.
      const type = packet.type === 'key' && packet.timestamp < latest ? 'delta' : packet.type;
      latest = Math.max(latest, packet.timestamp);
      const written = packet.clone({ type, data: filter.sample(packet.data) });
      count(settings.counts, written);
      await source.add(written, { decoderConfig });
    },
    following: () => nextOf(packets),
    close: () => source.close(),
  });
}

/** `undefined` where the track is empty; the output has it all the same. */
export async function copyAudio(
  track: InputAudioTrack,
  output: Output,
  settings: TrackSettings,
): Promise<TrackCopy | undefined> {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (!codec || !decoderConfig) throw new Error('An audio track does not say how it is to be decoded');
  const sink = new EncodedPacketSink(track);
  const packets = settings.runs
    ? packetsOfRuns(sink, settings.runs, {}, pcmValueBytes(codec) * decoderConfig.numberOfChannels)
    : allPackets(sink, {}, settings.counts);
  const first = await nextOf(packets);
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source, {
    decoderConfig,
    ...languageOf(await track.getLanguageCode()),
    ...countOf(settings),
  });
  if (!first) return undefined;
  let latest = -Infinity;
  return pump(first, {
    // A FLAC frame says how long it is, and the last one is often shorter.
    secondsOf: ({ data }) => {
      const frame = codec === 'flac' ? readFlacFrame(data, 0) : undefined;
      return frame && frame.samples / decoderConfig.sampleRate;
    },
    async add(packet) {
      // Sound that claims to come before what was already written cannot be placed.
      if (packet.timestamp < latest) return;
      latest = packet.timestamp;
      count(settings.counts, packet);
      await source.add(packet, { decoderConfig });
    },
    following: () => nextOf(packets),
    close: () => source.close(),
  });
}

/** Bytes of one value; 1 for codecs that are no PCM, and for those of eight bits. */
const pcmValueBytes = (codec: string): number => Number(/^pcm-[usf](\d+)/.exec(codec)?.[1] ?? 8) / 8;

const bytesOf = (source: ArrayBufferView | ArrayBufferLike): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);

function count(counts: PacketCounts, packet: EncodedPacket): void {
  counts.written += 1;
  counts.bytes += packet.data.length;
}

async function* allPackets(
  sink: EncodedPacketSink,
  options: PacketRetrievalOptions,
  counts: PacketCounts,
): AsyncGenerator<EncodedPacket, void> {
  let packet = await sink.getFirstPacket(options);
  while (packet) {
    counts.read += 1;
    yield packet;
    packet = await sink.getNextPacket(packet, options);
  }
}

async function* fromFirstKey(
  packets: AsyncGenerator<EncodedPacket, void>,
): AsyncGenerator<EncodedPacket, void> {
  let hasKey = false;
  for await (const packet of packets) {
    hasKey ||= packet.type === 'key';
    if (hasKey) yield packet;
  }
}

async function nextOf(packets: AsyncGenerator<EncodedPacket, void>): Promise<EncodedPacket | null> {
  const { value } = await packets.next();
  return value ?? null;
}

interface Ends {
  /** What a packet itself says of how long it lasts. */
  readonly secondsOf?: (packet: EncodedPacket) => number | undefined;
  readonly add: (packet: EncodedPacket) => Promise<void>;
  readonly following: () => Promise<EncodedPacket | null>;
  readonly close: () => void;
}

function pump(first: EncodedPacket, { secondsOf, add, following, close }: Ends): TrackCopy {
  let next: EncodedPacket | null = first;
  let clockSeconds = first.timestamp;
  let duration = 0;
  return {
    get next() {
      return next;
    },
    get clockSeconds() {
      return clockSeconds;
    },
    async step(shiftSeconds) {
      if (!next) return;
      const packet: EncodedPacket = next;
      next = await following();
      // Matroska need not say how long the last packet lasts: as long as the one before, or it would not play.
      const isUnknown = !next && packet.duration === 0;
      duration = isUnknown ? (secondsOf?.(packet) ?? duration) : packet.duration;
      const timestamp = packet.timestamp + shiftSeconds;
      await add(isUnknown || shiftSeconds !== 0 ? packet.clone({ timestamp, duration }) : packet);
      if (next) clockSeconds = Math.max(clockSeconds, next.timestamp);
    },
    close,
  };
}
