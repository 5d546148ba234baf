/**
 * FFmpeg's decoders and its scaler, by the prebuilt binding of node-av: the binary alone, without node-av's own
 * JavaScript. Demuxers and protocols are in it too, and are never called: packets come from our readers (docs/adr/0023).
 */
import { createRequire } from 'node:module';

interface Rational {
  readonly num: number;
  readonly den: number;
}

export interface Packet {
  data: Buffer | null;
  alloc(): void;
  free(): void;
}

/** A picture, or samples of sound. */
export interface Frame {
  format: number;
  width: number;
  height: number;
  /** Bytes from one line to the next, plane by plane. */
  readonly linesize: readonly number[];
  readonly nbSamples: number;
  readonly channels: number;
  readonly extendedData: readonly Buffer[] | null;
  /** H.273 numbers; 2 where the stream does not say. */
  colorPrimaries: number;
  colorTrc: number;
  colorSpace: number;
  colorRange: number;
  /** The width of a pixel by its height; 0/1 where the stream does not say. */
  readonly sampleAspectRatio: Rational;
  alloc(): void;
  free(): void;
  unref(): void;
  /** All lines, one behind the other without gaps. */
  toBuffer(): Buffer;
}

interface CodecContext {
  extraData: Buffer | null;
  threadCount: number;
  sampleRate: number;
  channelLayout: { nbChannels: number; order: number; mask: bigint };
  bitsPerCodedSample: number;
  allocContext3(codec: object): void;
  freeContext(): void;
  /** These give 0, or a negative error. */
  open2Sync(codec: object, options: null): number;
  sendPacketSync(packet: Packet | null): number;
  receiveFrameSync(frame: Frame): number;
}

interface Scaler {
  allocContext(): void;
  freeContext(): void;
  scaleFrameSync(to: Frame, from: Frame): number;
}

export interface Ffmpeg {
  readonly Codec: { findDecoder(id: number): object | null; findDecoderByName(name: string): object | null };
  readonly CodecContext: new () => CodecContext;
  readonly Packet: new () => Packet;
  readonly Frame: new () => Frame;
  readonly SoftwareScaleContext: new () => Scaler;
  readonly Log: { setLevel(level: number): void };
}

/** AV_LOG_QUIET: what a broken file makes decoders say is nobody's to read. */
const quiet = -8;

const packageName = `@seydx/node-av-${process.platform}-${process.arch}`;

/** Where the binding lies; undefined where there is none for this machine, or it was not installed. */
export function findFfmpeg(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(packageName);
  } catch {
    return undefined;
  }
}

/** @throws where it is not installed, or does not load. */
export function loadFfmpeg(): Ffmpeg {
  const ffmpeg = createRequire(import.meta.url)(packageName) as Ffmpeg;
  ffmpeg.Log.setLevel(quiet);
  return ffmpeg;
}
