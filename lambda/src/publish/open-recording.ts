/** A recording's packets, by the demuxer that wrote what is published. */
import {
  ADTS,
  CustomSource,
  FLAC,
  Input,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
  type InputFormat,
} from 'mediabunny';
import type { PublishableMediaType } from '@media-feed/contract';
import type { Accepted } from '../inspect/inspection.ts';
import { readerBehind, type RangedReader } from '../inspect/ranged-reader.ts';
import { patchedReader } from './patched-reader.ts';

const isoBmff = [MP4, QTFF];
const matroska = [WEBM, MATROSKA];
/** What the inspection found, in mediabunny's words: it is not to guess. */
const formats: Partial<Record<PublishableMediaType, readonly InputFormat[]>> = {
  'video/mp4': isoBmff,
  'video/quicktime': isoBmff,
  'audio/mp4': isoBmff,
  'video/webm': matroska,
  'video/x-matroska': matroska,
  'audio/mpeg': [MP3],
  'audio/aac': [ADTS],
  'audio/ogg': [OGG],
  'audio/flac': [FLAC],
  'audio/wav': [WAVE],
};

/**
 * To be disposed of.
 *
 * @param isSequential whether all of it is going to be read, from its beginning to its end
 */
export function openRecording(reader: RangedReader, found: Accepted, isSequential = false): Input {
  const patched = patchedReader(readerBehind(reader, found.startsAt ?? 0), found.patches ?? []);
  const source = new CustomSource({
    getSize: () => patched.size,
    read: (start, end) => patched.read(start, end - start),
    // In pieces: a cache of single packets takes ever longer to look through.
    prefetchProfile: isSequential ? 'fileSystem' : 'none',
  });
  return new Input({ source, formats: [...(formats[found.mimeType] ?? [])] });
}
