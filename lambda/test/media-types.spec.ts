/**
 * Each media type of the contract has what it needs: a parser that knows it by its bytes, a real small file, a target to
 * publish it in, and its place in the sentence of supported formats. A type without a file here does not compile.
 */
import { describe, expect, it } from '@jest/globals';
import {
  mediaClassOf,
  type MediaType,
  mediaTypeName,
  mediaTypes,
  type PublishableMediaType,
  publishableMediaTypes,
} from '@media-feed/contract';
import { inspectAndPublish } from '../src/inspect-and-publish.ts';
import { defaultInspectionLimits } from '../src/inspect/inspection.ts';
import { bufferReader } from '../src/inspect/ranged-reader.ts';
import { renditionType } from '../src/publish/rendition-names.ts';
import { box, fixture, latin1 } from './inspect/support.ts';

const files: Readonly<Record<PublishableMediaType, string>> = {
  'image/jpeg': 'photo.jpg',
  'image/png': 'picture.png',
  'image/gif': 'animation.gif',
  'image/webp': 'picture.webp',
  'image/avif': 'picture.avif',
  'video/mp4': 'clip.mp4',
  'video/quicktime': 'clip.mov',
  'video/webm': 'clip.webm',
  'video/x-matroska': 'clip.mkv',
  'audio/mpeg': 'song.mp3',
  'audio/mp4': 'song.m4a',
  'audio/aac': 'song.aac',
  'audio/ogg': 'song.ogg',
  'audio/flac': 'song.flac',
  'audio/wav': 'song.wav',
};

/** Beginnings of files of the types that nothing decodes. */
const beginnings: Readonly<Record<Exclude<MediaType, PublishableMediaType>, Buffer>> = {
  'image/heic': box('ftyp', latin1('heic\0\0\0\0mif1heic')),
  'image/heif': box('ftyp', latin1('mif1\0\0\0\0mif1')),
};

async function run(bytes: Buffer) {
  const renditions = new Set<string>();
  const result = await inspectAndPublish(
    bufferReader(bytes),
    { contentType: 'application/octet-stream' },
    defaultInspectionLimits,
    {
      accepted: () => undefined,
      write: ({ name }) => {
        renditions.add(name);
        return Promise.resolve();
      },
    },
  );
  return { result, renditions: [...renditions] };
}

describe('a media type that can be published', () => {
  it.each(publishableMediaTypes)('%s is known by its bytes, and published', async (type) => {
    const { result, renditions } = await run(fixture(files[type]));
    expect(result).toMatchObject({
      outcome: 'READY',
      found: { mimeType: type, mediaClass: mediaClassOf(type) },
    });
    expect(renditions.map(renditionType)).toEqual(renditions.map(() => expect.any(String)));
    expect(renditions).not.toEqual([]);
  });
});

describe('a media type that cannot be published yet', () => {
  it.each(Object.entries(beginnings))(
    '%s is rejected, with what is supported instead',
    async (type, bytes) => {
      const { result, renditions } = await run(bytes);
      expect(result).toMatchObject({ outcome: 'REJECTED', reason: 'UNSUPPORTED_TYPE' });
      expect(renditions).toEqual([]);
      const [, supported = ''] = ('detail' in result ? result.detail : '').split('Supported formats are ');
      const named = supported.slice(0, -1).split(/, | and /);
      expect(named).toEqual(publishableMediaTypes.map(mediaTypeName));
      expect(named).not.toContain(mediaTypeName(type as MediaType));
    },
  );
});

it('each type is one or the other', () => {
  expect([...Object.keys(files), ...Object.keys(beginnings)].sort()).toEqual([...mediaTypes].sort());
});
