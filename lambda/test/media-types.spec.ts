/**
 * Each media type of the contract has what it needs: a parser that knows it by its bytes, a real small file, a target to
 * publish it in, and its place in the sentence of supported formats. A type without a file here does not compile.
 */
import { describe, expect, it } from '@jest/globals';
import {
  mediaClassOf,
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
import { makeMatroska } from './support/made-matroska.ts';
import { mp3Frame, plainMp3 } from './support/sound-pieces.ts';

const files: Readonly<Record<PublishableMediaType, string>> = {
  'image/jpeg': 'photo.jpg',
  'image/png': 'picture.png',
  'image/gif': 'animation.gif',
  'image/webp': 'picture.webp',
  'image/avif': 'picture.avif',
  'image/heic': 'photo.heic',
  'image/heif': 'picture.heif',
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

describe('sound alone in a container of films is a sound', () => {
  const packetsOf = (data: Uint8Array, milliseconds: number) =>
    Array.from({ length: 40 }, (_, index) => ({ data, milliseconds: index * milliseconds, isKey: true }));
  const head = fixture('song.ogg').subarray(fixture('song.ogg').indexOf('OpusHead'));
  const opus = {
    codecId: 'A_OPUS',
    codecPrivate: head.subarray(0, 19),
    packets: packetsOf(Buffer.from([0xf8, 0xff, 0xfe]), 20),
  };
  const mp3 = { codecId: 'A_MPEG/L3', packets: packetsOf(mp3Frame({ ...plainMp3, rate: 1 }), 24) };

  it.each([
    ['Opus', 'WebM', makeMatroska([opus], 'webm'), 'video/webm', 'audio.webm'],
    ['MP3', 'MKV', makeMatroska([mp3]), 'video/x-matroska', 'audio.m4a'],
  ])('%s in %s', async (_codec, _container, file, mimeType, rendition) => {
    const { result, renditions } = await run(file);

    expect(result).toMatchObject({ outcome: 'READY', found: { mimeType, mediaClass: 'AUDIO' } });
    expect(renditions).toEqual([rendition]);
  });
});

it('a film of an older phone is an MP4', async () => {
  const film = fixture('clip.mp4');
  film.write('3gp4', 8, 'latin1');

  expect((await run(film)).result).toMatchObject({ outcome: 'READY', found: { mimeType: 'video/mp4' } });
});

it('a type that cannot be published is answered with those that can', async () => {
  const { result, renditions } = await run(box('ftyp', latin1('jxl \0\0\0\0jxl ')));
  expect(result).toMatchObject({ outcome: 'REJECTED', reason: 'UNSUPPORTED_TYPE' });
  expect(renditions).toEqual([]);
  const [, supported = ''] = ('detail' in result ? result.detail : '').split('Supported formats are ');
  expect(supported.slice(0, -1).split(/, | and /)).toEqual(publishableMediaTypes.map(mediaTypeName));
});

it('each type has a file', () => {
  expect(Object.keys(files).sort()).toEqual([...mediaTypes].sort());
});
