/** The packets of a sound, and what a decoder has to know of them. */
import { EncodedPacketSink, type Input } from 'mediabunny';
import { Examination } from '../inspect/examination.ts';
import { openFlac } from '../inspect/flac.ts';
import type { InspectionLimits } from '../inspect/inspection.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { toBytes } from './choose-frame.ts';

export interface SoundPackets {
  readonly channels: number;
  readonly sampleRateHertz: number;
  readonly description: Uint8Array | undefined;
  /** Where the inspection does not know it. */
  computeDuration(): Promise<number>;
  /** All of them, in order, each with the second at which it begins. */
  read(take: (data: Uint8Array, seconds: number) => void): Promise<void>;
}

/** FLAC's STREAMINFO without the signature and the header of its block (RFC 9639 §8.1), where FFmpeg looks for it. */
const flacHeaderBytes = 8;
const streamInfoBytes = 34;

/** Undefined where there is no sound, or none that is known. */
export async function soundPacketsOf(input: Input): Promise<SoundPackets | undefined> {
  const track = await input.getPrimaryAudioTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config) return undefined;
  const codec = await track.getCodec();
  const description = config.description && toBytes(config.description);
  return {
    channels: config.numberOfChannels,
    sampleRateHertz: config.sampleRate,
    description:
      codec === 'flac'
        ? description?.subarray(flacHeaderBytes, flacHeaderBytes + streamInfoBytes)
        : description,
    computeDuration: () => track.computeDuration(),
    read: async (take) => {
      for await (const { data, timestamp } of new EncodedPacketSink(track).packets()) take(data, timestamp);
    },
  };
}

/** By the reader that published it: mediabunny takes rates of whole kilohertz for hertz, and finds no frame then. */
export async function flacPackets(reader: RangedReader, limits: InspectionLimits): Promise<SoundPackets> {
  const { info, readFrames } = await openFlac(new Examination(reader, limits, 'whole'));
  const { channels, sampleRateHertz, block, totalSamples } = info;
  return {
    channels,
    sampleRateHertz,
    description: block,
    computeDuration: () => Promise.resolve(totalSamples / sampleRateHertz),
    read: async (take) => {
      let before = 0;
      await readFrames((data, samples) => {
        take(data, before / sampleRateHertz);
        before += samples;
      });
    },
  };
}
