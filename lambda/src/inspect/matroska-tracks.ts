/** Tracks of Matroska and WebM: RFC 9559 §5.1.4, codec ids by the registry of RFC 9559 and its codec mapping. */
import { latin1, Malformed, u16le } from './bytes.ts';
import { childrenOf, contentOfElement, floatOf, textOf, unsignedOf, type Element } from './ebml.ts';
import type { Examination } from './examination.ts';
import type { AudioCodec, TrackFacts, VideoCodec } from './inspection.ts';
import type { Codec } from './iso-codecs.ts';

export interface MatroskaTrack {
  number: number;
  /** RFC 9559 §5.1.4.1.3: 1 video, 2 audio, 17 subtitle, … */
  type: number;
  codecId: string;
  codecPrivate: Uint8Array;
  width: number;
  height: number;
  sampleRateHertz: number;
  channels: number;
  bitDepth: number;
  isEncrypted: boolean;
  rotationDegrees: 0 | 90 | 180 | 270;
  /** Nanoseconds a frame; 0 where it does not say. */
  defaultDuration: number;
}

const id = {
  trackNumber: 0xd7,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  defaultDuration: 0x23e383,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  projection: 0x7670,
  projectionPoseRoll: 0x7675,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  bitDepth: 0x6264,
  contentEncodings: 0x6d80,
  contentEncoding: 0x6240,
  contentEncryption: 0x5035,
};

const maxPrivateBytes = 1024 * 1024;
const masters = new Set([id.video, id.audio, id.projection, id.contentEncodings, id.contentEncoding]);

/** §5.1.4.1.28.47: roll in degrees, anticlockwise. */
function rotationOfRoll(roll: number): MatroskaTrack['rotationDegrees'] {
  const clockwise = (((Math.round(-roll / 90) * 90) % 360) + 360) % 360;
  return clockwise === 90 || clockwise === 180 || clockwise === 270 ? clockwise : 0;
}

async function readField(examination: Examination, element: Element, track: MatroskaTrack): Promise<void> {
  switch (element.id) {
    case id.trackNumber:
      track.number = await unsignedOf(examination, element);
      break;
    case id.trackType:
      track.type = await unsignedOf(examination, element);
      break;
    case id.codecId:
      track.codecId = await textOf(examination, element);
      break;
    case id.codecPrivate:
      track.codecPrivate = await contentOfElement(examination, element, maxPrivateBytes);
      break;
    case id.defaultDuration:
      track.defaultDuration = await unsignedOf(examination, element);
      break;
    case id.pixelWidth:
      track.width = await unsignedOf(examination, element);
      break;
    case id.pixelHeight:
      track.height = await unsignedOf(examination, element);
      break;
    case id.projectionPoseRoll:
      track.rotationDegrees = rotationOfRoll(await floatOf(examination, element));
      break;
    case id.samplingFrequency:
      track.sampleRateHertz = await floatOf(examination, element);
      break;
    case id.channels:
      track.channels = await unsignedOf(examination, element);
      break;
    case id.bitDepth:
      track.bitDepth = await unsignedOf(examination, element);
      break;
    case id.contentEncryption:
      track.isEncrypted = true;
      break;
  }
}

/** One TrackEntry. */
export async function readMatroskaTrack(
  examination: Examination,
  entry: Element,
  nesting: number,
): Promise<MatroskaTrack> {
  const track: MatroskaTrack = {
    number: 0,
    type: 0,
    codecId: '',
    codecPrivate: new Uint8Array(0),
    width: 0,
    height: 0,
    sampleRateHertz: 8000,
    channels: 1,
    bitDepth: 0,
    isEncrypted: false,
    rotationDegrees: 0,
    defaultDuration: 0,
  };
  const walk = async (parent: Element, depth: number): Promise<void> => {
    for await (const element of childrenOf(examination, parent, depth)) {
      if (masters.has(element.id)) await walk(element, depth + 1);
      else await readField(examination, element, track);
    }
  };
  await walk(entry, nesting);
  return track;
}

const videoCodecs: Record<string, VideoCodec> = {
  'V_MPEG4/ISO/AVC': 'avc',
  'V_MPEGH/ISO/HEVC': 'hevc',
  V_VP8: 'vp8',
  V_VP9: 'vp9',
  V_AV1: 'av1',
};

const refusedCodecs: [RegExp, string][] = [
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
  refusedCodecs.find(([pattern]) => pattern.test(codecId))?.[1] ?? `"${codecId.replace(/[^ -~]/g, '?')}"`;

/** V_MS/VFW/FOURCC: a BITMAPINFOHEADER, whose compression at 16 is the codec's four characters. */
function fourccCodec(codecPrivate: Uint8Array): Codec<VideoCodec> {
  const fourcc = latin1(codecPrivate, 16, 4);
  return { refused: `"${fourcc.replace(/[^ -~]/g, '?').trim()}" (Video for Windows)` };
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
  return codec ? { taken: codec } : { refused: `${String(bitDepth)}-bit PCM` };
}

function audioCodec(track: MatroskaTrack): Codec<AudioCodec> {
  const { codecId, codecPrivate } = track;
  if (codecId.startsWith('A_AAC')) return { taken: 'aac' };
  if (codecId.startsWith('A_PCM/')) return pcmCodec(track);
  if (codecId === 'A_MPEG/L3') return { taken: 'mp3' };
  if (codecId.startsWith('A_OPUS')) return { taken: 'opus' };
  if (codecId === 'A_VORBIS') return { taken: 'vorbis' };
  if (codecId === 'A_FLAC') return { taken: 'flac' };
  if (codecId === 'A_MS/ACM' && codecPrivate.length >= 2) {
    return { refused: `Windows audio format 0x${u16le(codecPrivate, 0).toString(16)}` };
  }
  return { refused: nameOf(codecId) };
}

/** What a picture or sound track holds; `undefined` for subtitles and the like, which are dropped. */
export function matroskaTrackFacts(
  track: MatroskaTrack,
): { track: TrackFacts } | { refused: string } | undefined {
  if (track.type !== 1 && track.type !== 2) return undefined;
  const kind = track.type === 1 ? 'video' : 'sound';
  if (track.isEncrypted) return { refused: `copy-protected ${kind}` };
  if (track.type === 1) {
    const taken = videoCodecs[track.codecId];
    const vfw = track.codecId === 'V_MS/VFW/FOURCC' ? fourccCodec(track.codecPrivate) : undefined;
    if (!taken) return { refused: `${vfw && 'refused' in vfw ? vfw.refused : nameOf(track.codecId)} video` };
    const { width, height, rotationDegrees } = track;
    if (width === 0 || height === 0) throw new Malformed('The video has no width or height.');
    return { track: { kind: 'video', codec: taken, width, height, rotationDegrees } };
  }
  const codec = audioCodec(track);
  if ('refused' in codec) return { refused: `${codec.refused} sound` };
  const { channels, sampleRateHertz } = track;
  return {
    track: {
      kind: 'audio',
      codec: codec.taken,
      channels: channels > 0 ? channels : null,
      sampleRateHertz: sampleRateHertz > 0 && Number.isFinite(sampleRateHertz) ? sampleRateHertz : null,
    },
  };
}
