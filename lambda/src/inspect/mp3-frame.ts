/** Frames of MPEG audio (ISO/IEC 11172-3 §2.4.1.3 and 13818-3 §2.4.2.3), and what encoders write into the first one. */
import { hasText, isZero, latin1, u24be, u32be } from './bytes.ts';
import type { SoundFrame } from './sound-frames.ts';

export interface Mp3Frame extends SoundFrame {
  readonly layer: 1 | 2 | 3;
  readonly channels: 1 | 2;
  /** Where an encoder's header would stand, behind the side information. */
  readonly sideEnd: number;
}

/** Table of bit rates in kbit/s: MPEG-1 layers I, II, III, then MPEG-2 and 2.5 layer I, layers II and III. */
const bitrates = {
  one: {
    1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  two: {
    1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    3: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const;
const sampleRates = [44_100, 48_000, 32_000];

/** Free bit rates are not told apart from noise. Stereo and joint stereo are one kind: they change from frame to frame. */
export function readMp3Frame(bytes: Uint8Array, at: number): Mp3Frame | undefined {
  if (at + 4 > bytes.length) return undefined;
  const word = u32be(bytes, at);
  if (word >>> 21 !== 0x7ff) return undefined;
  const version = (word >>> 19) & 3;
  const layerBits = (word >>> 17) & 3;
  const bitrateIndex = (word >>> 12) & 15;
  const rateIndex = (word >>> 10) & 3;
  if (version === 1 || layerBits === 0 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) {
    return undefined;
  }
  const layer = (4 - layerBits) as 1 | 2 | 3;
  const isOne = version === 3;
  const bitrate = (bitrates[isOne ? 'one' : 'two'][layer][bitrateIndex] ?? 0) * 1000;
  const sampleRateHertz = (sampleRates[rateIndex] ?? 1) / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const padding = (word >>> 9) & 1;
  const isMono = ((word >>> 6) & 3) === 3;
  const samples = layer === 1 ? 384 : layer === 3 && !isOne ? 576 : 1152;
  const length =
    layer === 1
      ? (Math.floor((12 * bitrate) / sampleRateHertz) + padding) * 4
      : Math.floor(((samples / 8) * bitrate) / sampleRateHertz) + padding;
  const sideBytes = isOne ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  const sideEnd = 4 + sideBytes;
  return {
    layer,
    bytes: length,
    samples,
    sampleRateHertz,
    channels: isMono ? 1 : 2,
    // Version, layer and rate, and whether it is mono.
    kind: ((word >>> 10) & 0x783) | (isMono ? 0x800 : 0),
    sideEnd,
    isEncoderHeader: layer === 3 && isEncoderHeader(bytes, at, sideEnd),
  };
}

/** Encoders put their header where the sound would be, behind side information that says that there is none. */
const isEncoderHeader = (bytes: Uint8Array, at: number, sideEnd: number): boolean =>
  (isXing(bytes, at + sideEnd) || hasText(bytes, at + vbriOffset, 'VBRI')) &&
  isZero(bytes.subarray(at + 4, at + Math.min(sideEnd, vbriOffset)));

const isXing = (bytes: Uint8Array, at: number): boolean =>
  hasText(bytes, at, 'Xing') || hasText(bytes, at, 'Info');
const vbriOffset = 36;

export interface EncoderHeader {
  /** Frames of sound; undefined where it does not say. */
  readonly frames: number | undefined;
  /** Samples that the encoder put before the sound and behind it; players leave them out. */
  readonly delay: number;
  readonly padding: number;
}

/** Flags, then as they say frames, bytes, 100 bytes of seek points and quality; then LAME's part. */
const xing = { flags: 4, frames: 8, lame: 120, lameDelays: 21 } as const;
const vbriFrames = 14;

/** @param frame the frame at `at`, which is an encoder's header. */
export function readEncoderHeader(bytes: Uint8Array, at: number, { sideEnd }: Mp3Frame): EncoderHeader {
  const start = at + sideEnd;
  if (!isXing(bytes, start)) {
    return { frames: u32be(bytes, at + vbriOffset + vbriFrames), delay: 0, padding: 0 };
  }
  const flags = u32be(bytes, start + xing.flags);
  const frames = flags & 1 ? u32be(bytes, start + xing.frames) : undefined;
  const lame = start + xing.lame;
  // FFmpeg, and with it Chromium, believe these three.
  const hasDelays = (flags & 15) === 15 && /^(LAME|Lavf|Lavc)/.test(latin1(bytes, lame, 4));
  if (!hasDelays || lame + xing.lameDelays + 3 > bytes.length) return { frames, delay: 0, padding: 0 };
  const delays = u24be(bytes, lame + xing.lameDelays);
  return { frames, delay: delays >> 12, padding: delays & 0xfff };
}

/** Whether a frame of layer III begins `bytes` that does not tell its bit rate, and so not its length. */
export const isFreeFormat = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && (u32be(bytes, 0) & 0xffe6_f000) >>> 0 === 0xffe2_0000;
