/** In which container browsers play these codecs. */
import type { Target, TrackFacts } from './inspection.ts';

const webmOnly = new Set(['vp8', 'vorbis']);
const neverInWebm = new Set(['avc', 'hevc', 'aac', 'mp3', 'flac']);
const isPcm = (codec: string): boolean => /^(pcm|ulaw|alaw)/.test(codec);

/** WebM for VP8, VP9, AV1 with Vorbis or Opus; MP4 for everything else, which browsers play. */
export function videoTarget(tracks: readonly TrackFacts[]): Target {
  const codecs = tracks.map(({ codec }) => codec);
  if (codecs.some((codec) => neverInWebm.has(codec) || isPcm(codec))) return 'mp4';
  if (codecs.some((codec) => webmOnly.has(codec))) return 'webm';
  return codecs.includes('vp9') || codecs.includes('opus') ? 'webm' : 'mp4';
}

/** Sound alone, whatever box it came in. */
export function soundTarget(tracks: readonly TrackFacts[]): Target {
  const codec = tracks[0]?.codec ?? 'aac';
  if (isPcm(codec)) return 'wav';
  if (codec === 'vorbis' || codec === 'opus') return 'webm';
  return codec === 'flac' ? 'flac' : 'm4a';
}
