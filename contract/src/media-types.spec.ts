import { describe, expect, it } from '@jest/globals';
import {
  extensionsOf,
  isPublishable,
  mediaTypeOfFileName,
  mediaTypes,
  parseMediaType,
  publishableMediaTypes,
  supportedFormatsSentence,
} from './media-types.ts';

describe('media types', () => {
  it('are understood under their own names, whatever their case and parameters', () => {
    for (const type of mediaTypes) expect(parseMediaType(`${type.toUpperCase()}; q=1`)).toBe(type);
    expect(parseMediaType('image/jxl')).toBeUndefined();
  });

  it('are suggested by file names', () => {
    for (const type of mediaTypes) {
      for (const extension of extensionsOf(type)) expect(mediaTypeOfFileName(`a.b.${extension}`)).toBe(type);
    }
    expect(mediaTypeOfFileName('heic')).toBeUndefined();
  });

  it.each([
    ['audio/webm', 'a.weba', 'video/webm'],
    ['audio/x-matroska', 'a.mka', 'video/x-matroska'],
    ['video/3gpp', 'a.3gp', 'video/mp4'],
    ['video/3gpp2', 'a.3g2', 'video/mp4'],
    ['audio/x-m4b', 'a.m4b', 'audio/mp4'],
  ])('%s and %s are %s', (alias, fileName, type) => {
    expect([parseMediaType(alias), mediaTypeOfFileName(fileName)]).toEqual([type, type]);
  });

  it('can all be published', () => {
    expect(mediaTypes.filter((type) => !isPublishable(type))).toEqual([]);
    expect(publishableMediaTypes).toEqual(mediaTypes);
  });

  it('are named in the sentence of supported formats where they can be published', () => {
    expect(supportedFormatsSentence()).toBe(
      'Supported formats are JPEG, PNG, GIF, WebP, AVIF, HEIC, HEIF, MP4, MOV, WebM, MKV, MP3, M4A, AAC, Ogg, FLAC and WAV.',
    );
  });
});
