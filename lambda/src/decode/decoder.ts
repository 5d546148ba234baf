/** One decoder of FFmpeg's: packets of a track in, pictures or samples out. */
import type { AudioCodec, VideoCodec } from '../inspect/inspection.ts';
import { LibraryFailure } from '../library-failure.ts';
import type { Ffmpeg, Frame, Packet } from './ffmpeg.ts';

/** FFmpeg's names of its decoders; AV1's own one needs hardware. */
const decoders: Readonly<Record<VideoCodec | AudioCodec, string>> = {
  avc: 'h264',
  hevc: 'hevc',
  vp8: 'vp8',
  vp9: 'vp9',
  av1: 'libdav1d',
  aac: 'aac',
  mp3: 'mp3float',
  opus: 'opus',
  vorbis: 'vorbis',
  flac: 'flac',
  'pcm-u8': 'pcm_u8',
  'pcm-s8': 'pcm_s8',
  'pcm-s16': 'pcm_s16le',
  'pcm-s16be': 'pcm_s16be',
  'pcm-s24': 'pcm_s24le',
  'pcm-s24be': 'pcm_s24be',
  'pcm-s32': 'pcm_s32le',
  'pcm-s32be': 'pcm_s32be',
  'pcm-f32': 'pcm_f32le',
  'pcm-f32be': 'pcm_f32be',
  'pcm-f64': 'pcm_f64le',
  'pcm-f64be': 'pcm_f64be',
  ulaw: 'pcm_mulaw',
  alaw: 'pcm_alaw',
};

/** AV_CHANNEL_ORDER_UNSPEC: so many channels, wherever they sound. */
const anyOrder = 0;

export interface DecoderSettings {
  readonly codec: VideoCodec | AudioCodec;
  /** What the container says beside the packets: avcC, an AudioSpecificConfig, STREAMINFO and the like. */
  readonly description: Uint8Array | undefined;
  /** For sound alone. */
  readonly sound?: { readonly channels: number; readonly sampleRateHertz: number };
}

export class Decoder {
  readonly #context: InstanceType<Ffmpeg['CodecContext']>;
  readonly #packet: Packet;
  readonly #frame: Frame;

  /** @throws LibraryFailure where FFmpeg has no such decoder; Error where that does not take the description. */
  constructor(ffmpeg: Ffmpeg, { codec, description, sound }: DecoderSettings) {
    const name = decoders[codec];
    const decoder = ffmpeg.Codec.findDecoderByName(name);
    if (!decoder) throw new LibraryFailure(`FFmpeg has no decoder ${name}`);
    this.#context = new ffmpeg.CodecContext();
    this.#context.allocContext3(decoder);
    // Frames at once would cost memory for nothing: hardly more than one is wanted.
    this.#context.threadCount = 1;
    if (description) this.#context.extraData = Buffer.from(description);
    if (sound) {
      this.#context.sampleRate = sound.sampleRateHertz;
      this.#context.channelLayout = { nbChannels: sound.channels, order: anyOrder, mask: 0n };
    }
    const opened = this.#context.open2Sync(decoder, null);
    if (opened < 0) throw new Error(`FFmpeg opened ${name} with ${String(opened)}`);
    this.#packet = new ffmpeg.Packet();
    this.#packet.alloc();
    this.#frame = new ffmpeg.Frame();
    this.#frame.alloc();
  }

  /**
   * Decodes one packet; what is broken in it is left out, as players do.
   * @param data undefined for the end, after which nothing more can be decoded.
   * @param take is lent each frame until it returns.
   */
  decode(data: Uint8Array | undefined, take: (frame: Frame) => void): void {
    if (data) this.#packet.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.#context.sendPacketSync(data ? this.#packet : null);
    while (this.#context.receiveFrameSync(this.#frame) === 0) {
      take(this.#frame);
      this.#frame.unref();
    }
  }

  close(): void {
    this.#frame.free();
    this.#packet.free();
    this.#context.freeContext();
  }

  /** Only the picture of one packet, which needs no other: what waits for its turn is shown at the end. */
  static picture(ffmpeg: Ffmpeg, settings: DecoderSettings, data: Uint8Array, take: (frame: Frame) => void) {
    const decoder = new Decoder(ffmpeg, settings);
    try {
      decoder.decode(data, take);
      decoder.decode(undefined, take);
    } finally {
      decoder.close();
    }
  }
}
