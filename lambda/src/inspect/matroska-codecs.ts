/** Codec ids of Matroska and WebM (registry of RFC 9559, and the Matroska codec specifications). */
import { latin1, Malformed, u16le } from './bytes.ts';
import type { Codec } from './codec.ts';
import type { AudioCodec, TrackFacts, VideoCodec } from './inspection.ts';
import type { MatroskaTrack } from './matroska-tracks.ts';
import type { FoundTrack } from './playable-tracks.ts';

const videoCodecs: Record<string, VideoCodec> = {
  'V_MPEG4/ISO/AVC': 'avc',
  'V_MPEGH/ISO/HEVC': 'hevc',
  V_VP8: 'vp8',
  V_VP9: 'vp9',
  V_AV1: 'av1',
};

const unsupportedCodecs: [RegExp, string][] = [
  [/^V_MPEG4\/(ISO\/(SP|ASP|AP)|MS\/V3)/, 'MPEG-4 part 2'],
  [/^V_MPEG1/, 'MPEG-1'],
  [/^V_MPEG2/, 'MPEG-2'],
  [/^V_MJPEG/, 'Motion JPEG'],
  [/^V_THEORA/, 'Theora'],
  [/^V_PRORES/, 'ProRes'],
  [/^V_FFV1/, 'FFV1'],
  [/^V_UNCOMPRESSED/, 'uncompressed'],
  [/^V_REAL/, 'RealVideo'],
  [/^V_MPEGI\/ISO\/VVC/, 'VVC'],
  [/^A_AC3/, 'AC-3'],
  [/^A_EAC3/, 'E-AC-3'],
  [/^A_DTS/, 'DTS'],
  [/^A_TRUEHD|^A_MLP/, 'TrueHD'],
  [/^A_ALAC/, 'ALAC'],
  [/^A_MPEG\/L1/, 'MPEG layer I'],
  [/^A_MPEG\/L2/, 'MPEG layer II'],
  [/^A_WAVPACK4/, 'WavPack'],
  [/^A_TTA1/, 'TTA'],
  [/^A_REAL/, 'RealAudio'],
];

const nameOf = (codecId: string): string =>
  unsupportedCodecs.find(([pattern]) => pattern.test(codecId))?.[1] ?? `"${codecId.replace(/[^ -~]/g, '?')}"`;

/** V_MS/VFW/FOURCC: a BITMAPINFOHEADER, whose compression at 16 is the codec's four characters. */
function fourccCodec(codecPrivate: Uint8Array): Codec<VideoCodec> {
  const fourcc = latin1(codecPrivate, 16, 4);
  return { unsupported: `"${fourcc.replace(/[^ -~]/g, '?').trim()}" (Video for Windows)` };
}

function pcmCodec({ codecId, bitDepth }: MatroskaTrack): Codec<AudioCodec> {
  const known: Partial<Record<string, AudioCodec>> = {
    'A_PCM/INT/LIT 8': 'pcm-u8',
    'A_PCM/INT/LIT 16': 'pcm-s16',
    'A_PCM/INT/LIT 24': 'pcm-s24',
    'A_PCM/INT/LIT 32': 'pcm-s32',
    'A_PCM/INT/BIG 16': 'pcm-s16be',
    'A_PCM/INT/BIG 24': 'pcm-s24be',
    'A_PCM/INT/BIG 32': 'pcm-s32be',
    'A_PCM/FLOAT/IEEE 32': 'pcm-f32',
  };
  const codec = known[`${codecId} ${String(bitDepth)}`];
  return codec ? { supported: codec } : { unsupported: `${String(bitDepth)}-bit PCM` };
}

function audioCodec(track: MatroskaTrack): Codec<AudioCodec> {
  const { codecId, codecPrivate } = track;
  if (codecId.startsWith('A_AAC')) return { supported: 'aac' };
  if (codecId.startsWith('A_PCM/')) return pcmCodec(track);
  if (codecId === 'A_MPEG/L3') return { supported: 'mp3' };
  if (codecId.startsWith('A_OPUS')) return { supported: 'opus' };
  if (codecId === 'A_VORBIS') return { supported: 'vorbis' };
  if (codecId === 'A_FLAC') return { supported: 'flac' };
  if (codecId === 'A_MS/ACM' && codecPrivate.length >= 2) {
    return { unsupported: `Windows audio format 0x${u16le(codecPrivate, 0).toString(16)}` };
  }
  return { unsupported: nameOf(codecId) };
}

/** A ratio that no camera has is a mistake, which players pass over. */
const maxPixelAspect = 10;

/** What a picture or sound track holds; `undefined` for subtitles and the like, which are dropped. */
export function matroskaTrackFacts(
  track: MatroskaTrack,
  packets: number | undefined,
): FoundTrack['facts'] | undefined {
  const facts = codecFacts(track, packets);
  return facts && 'track' in facts && track.isCompressed ? { feature: 'COMPRESSED_TRACKS' } : facts;
}

function codecFacts(
  track: MatroskaTrack,
  packets: number | undefined,
): { track: TrackFacts } | { unsupported: string } | undefined {
  if (track.type !== 1 && track.type !== 2) return undefined;
  const kind = track.type === 1 ? 'video' : 'sound';
  const numbers = { id: track.number, ...(packets === undefined ? {} : { packets }) };
  if (track.isEncrypted) return { unsupported: `copy-protected ${kind}` };
  if (track.type === 1) {
    const supported = videoCodecs[track.codecId];
    const vfw = track.codecId === 'V_MS/VFW/FOURCC' ? fourccCodec(track.codecPrivate) : undefined;
    if (!supported)
      return {
        unsupported: `${vfw && 'unsupported' in vfw ? vfw.unsupported : nameOf(track.codecId)} video`,
      };
    const { width, height, rotationDegrees } = track;
    if (width === 0 || height === 0) throw new Malformed('The video has no width or height.');
    const pixelAspect = pixelAspectOf(track);
    return {
      track: {
        ...numbers,
        kind: 'video',
        codec: supported,
        width,
        height,
        rotationDegrees,
        ...(pixelAspect === 1 ? {} : { pixelAspect }),
      },
    };
  }
  const codec = audioCodec(track);
  if ('unsupported' in codec) return { unsupported: `${codec.unsupported} sound` };
  const { channels, sampleRateHertz } = track;
  return {
    track: {
      ...numbers,
      kind: 'audio',
      codec: codec.supported,
      channels: channels > 0 ? channels : null,
      sampleRateHertz: sampleRateHertz > 0 && Number.isFinite(sampleRateHertz) ? sampleRateHertz : null,
    },
  };
}

/** The display size may be one of pixels, or nothing but a ratio: as a ratio it says the same. */
function pixelAspectOf({ width, height, displayWidth, displayHeight }: MatroskaTrack): number {
  const aspect = (displayWidth * height) / (displayHeight * width);
  return aspect >= 1 / maxPixelAspect && aspect <= maxPixelAspect ? aspect : 1;
}
