/** Sample entries of MP4 and MOV: which codec, and the numbers beside it (ISO/IEC 14496-12 §8.5.2, §12). */
import { floatBe, hasText, Malformed, u16be, u32be } from './bytes.ts';
import type { Codec } from './codec.ts';
import type { AudioCodec, TrackFacts, VideoCodec } from './inspection.ts';
import { findChild, findLastChild } from './iso-entry-children.ts';
import { codecOfEsds } from './iso-esds.ts';
import { named, unsupportedAudio, unsupportedVideo } from './iso-names.ts';
import { pcmCodec } from './iso-pcm.ts';

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

/** §12.1.3 VisualSampleEntry: 78 bytes of fixed fields behind the box header. */
const visualFieldBytes = 78;
const maxPixelAspect = 10;

type Rotation = (TrackFacts & { kind: 'video' })['rotationDegrees'];
export type EntryFacts = { readonly track: TrackFacts } | { readonly unsupported: string };

/** `entry` is the content of a sample entry, without its box header. */
export function readVideoEntry(type: string, entry: Uint8Array, rotationDegrees: Rotation): EntryFacts {
  const width = u16be(entry, 24);
  const height = u16be(entry, 26);
  let codec: Codec<AudioCodec | VideoCodec> | undefined;
  if (type === 'mp4v') {
    const esds = findChild(entry, visualFieldBytes, 'esds');
    codec = esds ? codecOfEsds(esds) : undefined;
  } else if (videoEntries[type]) codec = { supported: videoEntries[type] };
  if (!codec || 'unsupported' in codec)
    return { unsupported: `${codec?.unsupported ?? named(type, unsupportedVideo)} video` };
  if (width === 0 || height === 0) throw new Malformed('The video has no width or height.');
  const pixelAspect = pixelAspectOf(entry);
  return {
    track: {
      kind: 'video',
      codec: codec.supported as VideoCodec,
      width,
      height,
      rotationDegrees,
      ...(pixelAspect === 1 ? {} : { pixelAspect }),
    },
  };
}

/** §12.1.4 pasp: the sides of a pixel. A ratio that no camera has is a broken box, and players pass it over. */
function pixelAspectOf(entry: Uint8Array): number {
  const pasp = findLastChild(entry, visualFieldBytes, 'pasp');
  if (!pasp || pasp.length < 8) return 1;
  const aspect = u32be(pasp, 0) / u32be(pasp, 4);
  return aspect >= 1 / maxPixelAspect && aspect <= maxPixelAspect ? aspect : 1;
}

function compressedCodec(type: string, entry: Uint8Array, children: number): Codec<AudioCodec> | undefined {
  if (type === 'mp4a') {
    const esds = findChild(entry, children, 'esds');
    // QuickTime wrote `mp4a` without `esds` for plain AAC.
    return esds ? (codecOfEsds(esds) as Codec<AudioCodec>) : { supported: 'aac' };
  }
  if (type === '.mp3' || type === 'mp3 ' || type === 'ms\0U') return { supported: 'mp3' };
  if (type === 'Opus') return { supported: 'opus' };
  if (type === 'fLaC') return { supported: 'flac' };
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
  if (!codec || 'unsupported' in codec)
    return { unsupported: `${codec?.unsupported ?? named(type, unsupportedAudio)} sound` };
  const channels = isVersion2 ? u32be(entry, 40) : u16be(entry, 16);
  const rate = isVersion2 ? floatBe(entry.subarray(32, 40)) : u32be(entry, 24) / 0x1_0000;
  return {
    track: {
      kind: 'audio',
      codec: codec.supported,
      channels: channels > 0 ? channels : null,
      sampleRateHertz: rate > 0 && Number.isFinite(rate) ? rate : null,
    },
  };
}
