/** What the first packets of Ogg's streams say: RFC 7845 §5 (Opus), Vorbis I §4.2 and A.2, RFC 9639 §10.1 (FLAC). */
import { hasText, latin1, Malformed, u16le, u32le, u8 } from './bytes.ts';
import { readStreamInfo } from './flac.ts';
import type { TrackFacts } from './inspection.ts';

export interface OggStream {
  readonly serial: number;
  readonly track: TrackFacts & { kind: 'audio'; codec: 'opus' | 'vorbis' | 'flac' };
  /** Granules count samples at this rate. */
  readonly granuleHertz: number;
  /** Samples at the beginning that are not played. */
  readonly preSkip: number;
  /** The first packet, without what does not belong to it. */
  readonly head: Uint8Array;
}

type Head = { stream: OggStream } | { unsupported: string } | { ignored: true };

const unsupportedHeads: [string, string][] = [
  ['Speex   ', 'Speex sound'],
  ['\x80theora', 'Theora video'],
  ['BBCD\0', 'Dirac video'],
  ['\x01video\0', 'an old kind of stream'],
  ['\x01audio\0', 'an old kind of stream'],
  ['OVP80', 'VP8 video'],
  ['PCM     ', 'PCM sound'],
  ['CELT    ', 'CELT sound'],
  ['fLaC', 'an old kind of FLAC sound'],
];

const vorbisHeadBytes = 30;
/** RFC 9639 §10.1: name, version, count of headers, "fLaC", the header of a block. */
export const flacInfoAt = 17;
const streamInfoBytes = 34;

/** RFC 7845 §5.1: 19 bytes; with a mapping family also counts of streams and one byte a channel. */
function opusHead(packet: Uint8Array): Uint8Array {
  const length = u8(packet, 18) === 0 ? 19 : 21 + u8(packet, 9);
  if (packet.length < length) throw new Malformed('The Ogg does not say what its sound is.');
  return packet.subarray(0, length);
}

/** The first packet of a stream says what it holds. */
export function readOggHead(packet: Uint8Array, serial: number): Head {
  const audio = (
    codec: OggStream['track']['codec'],
    channels: number,
    sampleRateHertz: number,
    head: Uint8Array,
  ): Head => {
    if (channels === 0 || sampleRateHertz === 0)
      throw new Malformed('The Ogg does not say what its sound is.');
    return {
      stream: {
        serial,
        track: { kind: 'audio', codec, channels, sampleRateHertz },
        granuleHertz: sampleRateHertz,
        preSkip: codec === 'opus' ? u16le(packet, 10) : 0,
        head: new Uint8Array(head),
      },
    };
  };
  if (hasText(packet, 0, 'OpusHead')) return audio('opus', u8(packet, 9), 48_000, opusHead(packet));
  if (hasText(packet, 0, '\x01vorbis')) {
    return audio('vorbis', u8(packet, 11), u32le(packet, 12), packet.subarray(0, vorbisHeadBytes));
  }
  if (hasText(packet, 0, '\x7fFLAC')) {
    const { channels, sampleRateHertz } = readStreamInfo(packet.subarray(flacInfoAt));
    return audio('flac', channels, sampleRateHertz, packet.subarray(0, flacInfoAt + streamInfoBytes));
  }
  if (hasText(packet, 0, 'fishead\0') || hasText(packet, 0, '\x80kate')) return { ignored: true };
  const unsupported = unsupportedHeads.find(([magic]) => hasText(packet, 0, magic));
  return { unsupported: unsupported?.[1] ?? 'an unknown codec' };
}

/** What a packet is to a stream of the codec: headers stand in front, and again where somebody doubled them. */
export function oggPacketRole(
  { track: { codec } }: OggStream,
  packet: Uint8Array,
): 'HEAD' | 'COMMENTS' | 'SETUP' | 'SOUND' {
  switch (codec) {
    case 'opus':
      if (hasText(packet, 0, 'OpusHead')) return 'HEAD';
      return hasText(packet, 0, 'OpusTags') ? 'COMMENTS' : 'SOUND';
    case 'vorbis': {
      // §4.2.1: headers have odd types.
      if (latin1(packet, 1, 6) !== 'vorbis') return 'SOUND';
      return packet[0] === 1 ? 'HEAD' : packet[0] === 5 ? 'SETUP' : packet[0] === 3 ? 'COMMENTS' : 'SOUND';
    }
    case 'flac':
      // RFC 9639 §9.1: frames begin with a sync code; the other packets are metadata blocks.
      if (packet[0] === 0xff) return 'SOUND';
      return packet[0] === 0x7f ? 'HEAD' : 'COMMENTS';
  }
}
