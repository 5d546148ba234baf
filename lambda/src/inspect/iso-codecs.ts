/** Sample entries of MP4 and MOV: which codec, and the numbers beside it (ISO/IEC 14496-12 §8.5.2, §12). */
import { hasText, latin1, Malformed, u16be, u32be, u8, floatBe } from './bytes.ts';
import type { AudioCodec, TrackFacts, VideoCodec } from './inspection.ts';

export type Codec<Name> = { readonly taken: Name } | { readonly refused: string };

const videoEntries: Record<string, VideoCodec> = {
  avc1: 'avc',
  avc2: 'avc',
  avc3: 'avc',
  avc4: 'avc',
  hvc1: 'hevc',
  hev1: 'hevc',
  dvh1: 'hevc',
  dvhe: 'hevc',
  vp08: 'vp8',
  vp09: 'vp9',
  av01: 'av1',
};

/** Names for people, by the four characters that QuickTime and MP4 files in the wild carry. */
const refusedVideo: [RegExp, string][] = [
  [/^(mp4v|XVID|DIVX|DX50|3IV2|xvid|divx)$/, 'MPEG-4 part 2'],
  [/^ap(ch|cn|cs|co|4h|4x)$/, 'ProRes'],
  [/^apr[nh]$/, 'ProRes RAW'],
  [/^s263$|^[hH]263$/, 'H.263'],
  [/^jpeg$|^mjp[ab]$|^MJPG$|^dmb1$|^AVDJ$/, 'Motion JPEG'],
  [/^png $|^MPNG$/, 'PNG'],
  [/^SVQ[13]$/, 'Sorenson'],
  [/^cvid$/, 'Cinepak'],
  [/^rle $/, 'QuickTime Animation'],
  [/^rpza$/, 'QuickTime Video'],
  [/^smc $/, 'QuickTime Graphics'],
  [/^(raw |yuv2|2vuy|v210|v308|v408|v410|UYVY|r408)$/, 'uncompressed'],
  [/^(mp1v|m1v1|mpeg)$/, 'MPEG-1'],
  [/^(mp2v|m2v1|xdv.|xd5.|hdv.|mx[345][np])$/, 'MPEG-2'],
  [/^dv.{2}$|^dvc[p ]?$|^AVd1$/, 'DV'],
  [/^AVdn$|^AVdh$/, 'DNxHD'],
  [/^CFHD$/, 'CineForm'],
  [/^vc-1$/, 'VC-1'],
  [/^vvc1$|^vvi1$/, 'VVC'],
  [/^evc1$/, 'EVC'],
  [/^mjp2$/, 'JPEG 2000'],
  [/^encv$/, 'copy-protected'],
];

const refusedAudio: [RegExp, string][] = [
  [/^alac$/, 'ALAC'],
  [/^ac-3$|^sac3$/, 'AC-3'],
  [/^ec-3$/, 'E-AC-3'],
  [/^ac-4$/, 'AC-4'],
  [/^dts[cehlx+-]$/, 'DTS'],
  [/^samr$/, 'AMR'],
  [/^sawb$/, 'AMR wideband'],
  [/^sevc$|^sqcp$|^Qclp$/, 'QCELP or EVRC'],
  [/^ima4$/, 'ADPCM'],
  [/^agsm$/, 'GSM 6.10'],
  [/^QDM[2C]$/, 'QDesign'],
  [/^MAC[36]$/, 'MACE'],
  [/^m[hp]m\d$|^mha\d$/, 'MPEG-H'],
  [/^enca$/, 'copy-protected'],
];

/** QuickTime wraps Windows formats as "ms" and the format's 16 bits (RFC 2361 appendix A). */
function windowsFormat(type: string): string | undefined {
  if (!type.startsWith('ms')) return undefined;
  const tag = type.charCodeAt(2) * 256 + type.charCodeAt(3);
  return { 0x02: 'ADPCM', 0x11: 'IMA ADPCM', 0x31: 'GSM 6.10' }[tag];
}

const printable = (type: string): string => type.replace(/[^ -~]/g, '?').trim();
const named = (type: string, names: [RegExp, string][]): string =>
  names.find(([pattern]) => pattern.test(type))?.[1] ?? windowsFormat(type) ?? `"${printable(type)}"`;

/** ISO/IEC 14496-1 table 5 (objectTypeIndication), and the registrations at mp4ra.org. */
const objectTypes: Record<number, Codec<AudioCodec | VideoCodec>> = {
  0x20: { refused: 'MPEG-4 part 2' },
  0x21: { taken: 'avc' },
  0x23: { taken: 'hevc' },
  0x40: { taken: 'aac' },
  0x60: { refused: 'MPEG-2' },
  0x61: { refused: 'MPEG-2' },
  0x62: { refused: 'MPEG-2' },
  0x63: { refused: 'MPEG-2' },
  0x64: { refused: 'MPEG-2' },
  0x65: { refused: 'MPEG-2' },
  0x66: { taken: 'aac' },
  0x67: { taken: 'aac' },
  0x68: { taken: 'aac' },
  0x69: { taken: 'mp3' },
  0x6a: { refused: 'MPEG-1' },
  0x6b: { taken: 'mp3' },
  0x6c: { refused: 'JPEG' },
  0x6d: { refused: 'PNG' },
  0xa3: { refused: 'VC-1' },
  0xa5: { refused: 'AC-3' },
  0xa6: { refused: 'E-AC-3' },
  0xa9: { refused: 'DTS' },
  0xad: { taken: 'opus' },
  0xdd: { taken: 'vorbis' },
  0xe1: { refused: 'QCELP' },
};

/** ISO/IEC 14496-3 table 1.17: AAC Main, LC, SSR, LTP, SBR, PS, and xHE-AAC; others are no AAC that browsers know. */
const aacObjectTypes = new Set([1, 2, 3, 4, 5, 29, 42]);

/** ISO/IEC 14496-1 §8.3.3: a tag, and a length of 7 bits a byte. */
function readDescriptor(bytes: Uint8Array, at: number): { tag: number; content: number; end: number } {
  let length = 0;
  let next = at + 1;
  for (let count = 0; count < 4; count += 1) {
    const value = u8(bytes, next);
    next += 1;
    length = length * 128 + (value & 0x7f);
    if (value < 0x80) break;
  }
  return { tag: u8(bytes, at), content: next, end: Math.min(next + length, bytes.length) };
}

/** The codec that an `esds` box names: ES_Descriptor (3) holds DecoderConfig (4) holds DecoderSpecificInfo (5). */
export function codecOfEsds(esds: Uint8Array): Codec<AudioCodec | VideoCodec> {
  const stream = readDescriptor(esds, 4);
  if (stream.tag !== 3) throw new Malformed('A track has a broken description of its codec.');
  const flags = u8(esds, stream.content + 2);
  let at = stream.content + 3 + (flags & 0x80 ? 2 : 0) + (flags & 0x20 ? 2 : 0);
  if (flags & 0x40) at += 1 + u8(esds, at);
  const config = readDescriptor(esds, at);
  if (config.tag !== 4) throw new Malformed('A track has a broken description of its codec.');
  const objectType = u8(esds, config.content);
  const codec = objectTypes[objectType] ?? { refused: `MPEG-4 object type ${String(objectType)}` };
  if (objectType !== 0x40 || config.content + 13 >= config.end) return codec;
  const specific = readDescriptor(esds, config.content + 13);
  if (specific.tag !== 5 || specific.content + 1 >= specific.end) return codec;
  const bits = u16be(esds, specific.content);
  const audioObjectType = bits >> 11 === 31 ? 32 + ((bits >> 5) & 63) : bits >> 11;
  if (audioObjectType === 34) return { taken: 'mp3' };
  if (aacObjectTypes.has(audioObjectType)) return codec;
  return { refused: `MPEG-4 audio object type ${String(audioObjectType)}` };
}

/** Boxes behind the fixed fields of a sample entry, all in memory. */
function* childBoxes(entry: Uint8Array, from: number): Generator<{ type: string; content: Uint8Array }> {
  for (let at = from; at + 8 <= entry.length;) {
    const size = u32be(entry, at);
    if (size < 8 || at + size > entry.length) return;
    yield { type: latin1(entry, at + 4, 4), content: entry.subarray(at + 8, at + size) };
    at += size;
  }
}

function findChild(entry: Uint8Array, from: number, type: string): Uint8Array | undefined {
  for (const child of childBoxes(entry, from)) {
    if (child.type === type) return child.content;
    // QuickTime File Format, «siDecompressionParam Atom»: `wave` wraps what belongs to the codec.
    if (child.type === 'wave') {
      const inner = findChild(child.content, 0, type);
      if (inner) return inner;
    }
  }
  return undefined;
}

/** §12.1.3 VisualSampleEntry: 78 bytes of fixed fields behind the box header. */
const visualFieldBytes = 78;

type Rotation = (TrackFacts & { kind: 'video' })['rotationDegrees'];
export type EntryFacts = { readonly track: TrackFacts } | { readonly refused: string };

/** `entry` is the content of a sample entry, without its box header. */
export function readVideoEntry(type: string, entry: Uint8Array, rotationDegrees: Rotation): EntryFacts {
  const width = u16be(entry, 24);
  const height = u16be(entry, 26);
  let codec: Codec<AudioCodec | VideoCodec> | undefined;
  if (type === 'mp4v') {
    const esds = findChild(entry, visualFieldBytes, 'esds');
    codec = esds ? codecOfEsds(esds) : undefined;
  } else if (videoEntries[type]) codec = { taken: videoEntries[type] };
  if (!codec || 'refused' in codec)
    return { refused: `${codec?.refused ?? named(type, refusedVideo)} video` };
  if (width === 0 || height === 0) throw new Malformed('The video has no width or height.');
  return { track: { kind: 'video', codec: codec.taken as VideoCodec, width, height, rotationDegrees } };
}

/** QuickTime File Format, «Sound Media»: PCM by four characters; ISO/IEC 23003-5: `ipcm` and `fpcm`. */
function pcmCodec(type: string, entry: Uint8Array, children: number): Codec<AudioCodec> | undefined {
  const isVersion2 = u16be(entry, 8) === 2;
  const bits = isVersion2 ? u32be(entry, 44) : u16be(entry, 18);
  const isLittle = (findChild(entry, children, 'enda')?.[1] ?? 0) === 1;
  const sized = (kind: string, size: number, little: boolean): Codec<AudioCodec> => {
    const name = `pcm-${kind}${String(size)}${little || size === 8 ? '' : 'be'}`;
    const known: Partial<Record<string, AudioCodec>> = {
      'pcm-s16': 'pcm-s16',
      'pcm-s16be': 'pcm-s16be',
      'pcm-s24': 'pcm-s24',
      'pcm-s24be': 'pcm-s24be',
      'pcm-s32': 'pcm-s32',
      'pcm-s32be': 'pcm-s32be',
      'pcm-f32': 'pcm-f32',
      'pcm-f32be': 'pcm-f32be',
      'pcm-u8': 'pcm-u8',
      'pcm-s8': 'pcm-s8',
    };
    const codec = known[name];
    return codec ? { taken: codec } : { refused: `${String(size)}-bit PCM` };
  };
  switch (type) {
    case 'sowt':
      return sized('s', bits === 8 ? 8 : 16, true);
    case 'twos':
      return sized('s', bits === 8 ? 8 : 16, false);
    case 'NONE':
    case 'raw ':
      return bits === 16 ? sized('s', 16, false) : sized('u', 8, true);
    case 'in24':
      return sized('s', 24, isLittle);
    case 'in32':
      return sized('s', 32, isLittle);
    case 'fl32':
      return sized('f', 32, isLittle);
    case 'fl64':
      return { refused: '64-bit floating-point PCM' };
    case 'ulaw':
      return { taken: 'ulaw' };
    case 'alaw':
      return { taken: 'alaw' };
    case 'lpcm': {
      // «Sound Sample Description (Version 2)»: bit 0 of the format flags is float, 1 big-endian, 2 signed.
      const flags = isVersion2 ? u32be(entry, 48) : 6;
      const kind = flags & 1 ? 'f' : flags & 4 ? 's' : 'u';
      return sized(kind, bits, (flags & 2) === 0);
    }
    case 'ipcm':
    case 'fpcm': {
      // ISO/IEC 23003-5 §6 pcmC: version and flags, format flags (bit 0: little-endian), sample size.
      const config = findChild(entry, children, 'pcmC');
      if (!config) throw new Malformed('A track has a broken description of its codec.');
      return sized(type === 'ipcm' ? 's' : 'f', u8(config, 5), (u8(config, 4) & 1) === 1);
    }
    default:
      return undefined;
  }
}

function compressedCodec(type: string, entry: Uint8Array, children: number): Codec<AudioCodec> | undefined {
  if (type === 'mp4a') {
    const esds = findChild(entry, children, 'esds');
    // QuickTime wrote `mp4a` without `esds` for plain AAC.
    return esds ? (codecOfEsds(esds) as Codec<AudioCodec>) : { taken: 'aac' };
  }
  if (type === '.mp3' || type === 'mp3 ' || type === 'ms\0U') return { taken: 'mp3' };
  if (type === 'Opus') return { taken: 'opus' };
  if (type === 'fLaC') return { taken: 'flac' };
  return undefined;
}

/** Fixed fields of an audio sample entry: 28 bytes, in QuickTime's version 1 sixteen more, in version 2 thirty-six. */
function audioFieldBytes(entry: Uint8Array, isQuickTime: boolean): number {
  const version = u16be(entry, 8);
  if (!isQuickTime && version === 1 && hasText(entry, 32, 'srat')) return 28;
  return version === 2 ? 64 : version === 1 ? 44 : 28;
}

export function readAudioEntry(type: string, entry: Uint8Array, isQuickTime: boolean): EntryFacts {
  const children = audioFieldBytes(entry, isQuickTime);
  const isVersion2 = u16be(entry, 8) === 2;
  const codec = compressedCodec(type, entry, children) ?? pcmCodec(type, entry, children);
  if (!codec || 'refused' in codec)
    return { refused: `${codec?.refused ?? named(type, refusedAudio)} sound` };
  const channels = isVersion2 ? u32be(entry, 40) : u16be(entry, 16);
  const rate = isVersion2 ? floatBe(entry.subarray(32, 40)) : u32be(entry, 24) / 0x1_0000;
  return {
    track: {
      kind: 'audio',
      codec: codec.taken,
      channels: channels > 0 ? channels : null,
      sampleRateHertz: rate > 0 && Number.isFinite(rate) ? rate : null,
    },
  };
}
