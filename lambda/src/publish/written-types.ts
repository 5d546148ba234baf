import type { PublishableMediaType } from '@media-feed/contract';
import type { Target } from '../inspect/inspection.ts';

const mimeTypes: Record<Target, PublishableMediaType> = {
  image: 'image/webp',
  mp4: 'video/mp4',
  webm: 'video/webm',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
  wav: 'audio/wav',
  adts: 'audio/aac',
};

/** What an inspection calls a rendition. */
export const mimeTypeOf = (target: Target): PublishableMediaType => mimeTypes[target];
