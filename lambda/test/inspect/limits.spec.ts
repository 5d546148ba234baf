import { describe, expect, it } from '@jest/globals';
import type { InspectionLimits } from '../../src/inspect/inspection.ts';
import { bufferReader, countingReader } from '../../src/inspect/ranged-reader.ts';
import {
  box,
  fixture,
  insert,
  inspectFully,
  latin1,
  outcomeOf,
  payloads,
  pngChunk,
  u32be,
} from './support.ts';

type Limits = Partial<InspectionLimits>;
const bytesOfEachClass = (bytes: number): Limits => ({
  maxUploadBytes: { IMAGE: bytes, VIDEO: bytes, AUDIO: bytes },
});

describe('limits', () => {
  it.each<[string, string, string, Limits, string]>([
    ['a large file', 'song.wav', 'audio/wav', bytesOfEachClass(16_000), 'TOO_LARGE'],
    ['a file at the limit', 'song.wav', 'audio/wav', bytesOfEachClass(16_146), 'ACCEPTED'],
    ['a large picture', 'photo.jpg', 'image/jpeg', { maxImagePixels: 320 * 240 - 1 }, 'TOO_MANY_PIXELS'],
    ['a picture at the limit', 'photo.jpg', 'image/jpeg', { maxImagePixels: 320 * 240 }, 'ACCEPTED'],
    ['a large PNG', 'picture.png', 'image/png', { maxImagePixels: 1000 }, 'TOO_MANY_PIXELS'],
    ['a large WebP', 'picture.webp', 'image/webp', { maxImagePixels: 1000 }, 'TOO_MANY_PIXELS'],
    ['a large AVIF', 'picture.avif', 'image/avif', { maxImagePixels: 1000 }, 'TOO_MANY_PIXELS'],
    ['a wide picture', 'picture.png', 'image/png', { maxImageSide: 319 }, 'TOO_MANY_PIXELS'],
    ['a large video', 'clip.mp4', 'video/mp4', { maxImagePixels: 1000 }, 'TOO_MANY_PIXELS'],
    ['a large WebM', 'clip.webm', 'video/webm', { maxImagePixels: 1000 }, 'TOO_MANY_PIXELS'],
    ['frames beyond the limit', 'animation.gif', 'image/gif', { maxAnimationFrames: 4 }, 'TOO_MANY_PIXELS'],
    [
      'pixels of all frames',
      'animation.gif',
      'image/gif',
      { maxAnimationPixels: 80 * 60 * 4 },
      'TOO_MANY_PIXELS',
    ],
    ['a long video', 'clip.mp4', 'video/mp4', { maxDurationSeconds: 1 }, 'TOO_LONG'],
    ['a long MKV', 'clip.mkv', 'video/x-matroska', { maxDurationSeconds: 1 }, 'TOO_LONG'],
    ['a long WAV', 'song.wav', 'audio/wav', { maxDurationSeconds: 0.5 }, 'TOO_LONG'],
    ['a long MP3', 'song.mp3', 'audio/mpeg', { maxDurationSeconds: 1 }, 'TOO_LONG'],
    ['a long AAC', 'song.aac', 'audio/aac', { maxDurationSeconds: 1 }, 'TOO_LONG'],
    ['a long Ogg', 'song.ogg', 'audio/ogg', { maxDurationSeconds: 1 }, 'TOO_LONG'],
    ['a long FLAC', 'song.flac', 'audio/flac', { maxDurationSeconds: 1 }, 'TOO_LONG'],
    ['tracks beyond the limit', 'clip.mp4', 'video/mp4', { maxTracks: 1 }, 'CORRUPT'],
    ['tracks of an MKV', 'clip.mkv', 'video/x-matroska', { maxTracks: 1 }, 'CORRUPT'],
    ['boxes beyond the limit', 'clip.mp4', 'video/mp4', { maxBoxes: 20 }, 'CORRUPT'],
    ['nesting', 'clip.mp4', 'video/mp4', { maxNesting: 3 }, 'CORRUPT'],
    ['nesting of an MKV', 'clip.mkv', 'video/x-matroska', { maxNesting: 2 }, 'CORRUPT'],
    ['metadata', 'photo.jpg', 'image/jpeg', { maxMetadataBytes: 100 }, 'TOO_LARGE'],
  ])('%s (%s)', async (_name, file, contentType, limits, outcome) => {
    expect(outcomeOf(await inspectFully(fixture(file), contentType, limits))).toBe(outcome);
  });

  it('hold for texts that unpack to much more than they are', async () => {
    const { deflateSync } = await import('node:zlib');
    const bomb = Buffer.concat([latin1('Comment\0\0'), deflateSync(Buffer.alloc(20 * 1024 * 1024))]);
    const bytes = insert(fixture('picture.png'), 33, pngChunk('zTXt', bomb));
    expect(outcomeOf(await inspectFully(bytes, 'image/png'))).toBe('TOO_LARGE');
  });

  it('hold for the scans of a JPEG', async () => {
    const photo = fixture('photo.jpg');
    const scan = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55]);
    const bytes = insert(photo, photo.length - 2, Buffer.concat(Array.from({ length: 101 }, () => scan)));
    expect(outcomeOf(await inspectFully(bytes, 'image/jpeg'))).toBe('CORRUPT');
  });
});

describe('several reasons at once', () => {
  const photo = fixture('photo.jpg');

  it('name the first in order of precedence', async () => {
    const bytes = Buffer.concat([photo, payloads.zip]);
    const limits = { ...bytesOfEachClass(10), maxImagePixels: 10 };
    expect(outcomeOf(await inspectFully(photo, 'video/mp4', limits))).toBe('TYPE_MISMATCH');
    expect(outcomeOf(await inspectFully(photo, 'image/jpeg', limits))).toBe('TOO_LARGE');
    expect(outcomeOf(await inspectFully(photo, 'image/jpeg', { maxImagePixels: 10 }))).toBe(
      'TOO_MANY_PIXELS',
    );
    expect(outcomeOf(await inspectFully(bytes, 'image/jpeg'))).toBe('ACTIVE_CONTENT');
    expect(outcomeOf(await inspectFully(photo.subarray(0, 900), 'audio/mpeg'))).toBe('TYPE_MISMATCH');
  });

  it('put a codec before everything else', async () => {
    const bytes = Buffer.concat([fixture('mpeg4-part-2.mp4'), payloads.zip]);
    const limits = { ...bytesOfEachClass(10), maxDurationSeconds: 0.1 };
    expect(outcomeOf(await inspectFully(bytes, 'image/jpeg', limits))).toBe('UNSUPPORTED_TYPE');
  });
});

describe('hostile structures are given up early', () => {
  const ftyp = box('ftyp', latin1('isom\0\0\0\0isom'));
  let nested = box('free');
  for (let depth = 0; depth < 1000; depth += 1) nested = box('mdia', nested);
  const tracks = Array.from({ length: 1000 }, () => box('trak'));
  const noSizes = Buffer.concat([Buffer.alloc(4), latin1('\0\0\0\x01\0\x01\0\0\0\0\xff\xff')]);

  it.each([
    ['boxes within boxes', Buffer.concat([ftyp, box('moov', box('trak', nested))]), 'video/mp4'],
    ['a thousand tracks', Buffer.concat([ftyp, box('moov', ...tracks)]), 'video/mp4'],
    [
      'a box of 2^63 bytes',
      Buffer.concat([ftyp, u32be(1), latin1('moov\x7f\xff\xff\xff\xff\xff\xff\xff')]),
      'video/mp4',
    ],
    [
      'an item of endless extents',
      Buffer.concat([
        box('ftyp', latin1('avif\0\0\0\0')),
        box('meta', Buffer.alloc(4), box('iloc', noSizes)),
      ]),
      'image/avif',
    ],
    ['an EBML header without end', latin1('\x1a\x45\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xff'), 'video/webm'],
    [
      'a JPEG of fill bytes',
      Buffer.concat([latin1('\xff\xd8'), Buffer.alloc(2_000_000, 0xff)]),
      'image/jpeg',
    ],
    [
      'a GIF of empty blocks',
      Buffer.concat([latin1('GIF89a\x01\0\x01\0\0\0\0'), Buffer.alloc(2_000_000, 0x21)]),
      'image/gif',
    ],
    [
      'an ID3 tag of 256 MB',
      Buffer.concat([latin1('ID3\x03\0\0\x7f\x7f\x7f\x7f'), Buffer.alloc(1000)]),
      'audio/mpeg',
    ],
    ['frames of sound without sound', Buffer.alloc(1_000_000, 0xff), 'audio/mpeg'],
  ])('%s', async (_name, bytes, contentType) => {
    const counted = countingReader(bufferReader(bytes));
    expect(outcomeOf(await inspectFully(counted, contentType))).toMatch(/^(CORRUPT|UNSUPPORTED_TYPE)$/);
    // What a first look may cost, and the whole file once.
    expect(counted.bytesRead).toBeLessThanOrEqual(256 * 1024 + bytes.length);
  });
});
