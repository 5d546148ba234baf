import { describe, expect, it } from '@jest/globals';
import { mediaClassOf, type MediaType } from '@media-feed/contract';
import type { Target } from '../../src/inspect/inspection.ts';
import { fixture, inspectFully, latin1, outcomeOf, payloads } from './support.ts';

interface Expected {
  file: string;
  mimeType: MediaType;
  size?: [width: number, height: number];
  seconds?: number;
  codecs: string[];
  frames?: number;
  target: Target;
  /** Players take these wherever they are cut. */
  isStream?: boolean;
}

const fixtures: Expected[] = [
  { file: 'photo.jpg', mimeType: 'image/jpeg', size: [240, 320], codecs: [], target: 'image' },
  { file: 'picture.png', mimeType: 'image/png', size: [320, 240], codecs: [], target: 'image' },
  { file: 'picture.webp', mimeType: 'image/webp', size: [320, 240], codecs: [], target: 'image' },
  { file: 'picture.avif', mimeType: 'image/avif', size: [320, 240], codecs: [], target: 'image' },
  { file: 'photo.heic', mimeType: 'image/heic', size: [320, 240], codecs: [], target: 'image' },
  { file: 'picture.heif', mimeType: 'image/heif', size: [320, 240], codecs: [], target: 'image' },
  { file: 'animation.gif', mimeType: 'image/gif', size: [80, 60], codecs: [], frames: 5, target: 'image' },
  {
    file: 'clip.mp4',
    mimeType: 'video/mp4',
    size: [160, 120],
    seconds: 2,
    codecs: ['avc', 'aac'],
    target: 'mp4',
  },
  {
    file: 'clip.mov',
    mimeType: 'video/quicktime',
    size: [160, 120],
    seconds: 2,
    codecs: ['avc', 'aac'],
    target: 'mp4',
  },
  {
    file: 'clip.mkv',
    mimeType: 'video/x-matroska',
    size: [160, 120],
    seconds: 2,
    codecs: ['avc', 'aac'],
    target: 'mp4',
  },
  {
    file: 'clip.webm',
    mimeType: 'video/webm',
    size: [160, 120],
    seconds: 2,
    codecs: ['vp9', 'opus'],
    target: 'webm',
  },
  { file: 'song.mp3', mimeType: 'audio/mpeg', seconds: 2, codecs: ['mp3'], target: 'mp3', isStream: true },
  { file: 'song.m4a', mimeType: 'audio/mp4', seconds: 2, codecs: ['aac'], target: 'm4a' },
  { file: 'song.aac', mimeType: 'audio/aac', seconds: 2, codecs: ['aac'], target: 'adts', isStream: true },
  { file: 'song.ogg', mimeType: 'audio/ogg', seconds: 2, codecs: ['opus'], target: 'ogg' },
  { file: 'song-vorbis.ogg', mimeType: 'audio/ogg', seconds: 2, codecs: ['vorbis'], target: 'ogg' },
  { file: 'song.flac', mimeType: 'audio/flac', seconds: 2, codecs: ['flac'], target: 'flac' },
  { file: 'song.wav', mimeType: 'audio/wav', seconds: 1, codecs: ['pcm-s16'], target: 'wav' },
];

const named = fixtures.map((expected) => [expected.file, expected] as const);

describe('a whole file', () => {
  it.each(named)('%s is accepted with its facts', async (file, expected) => {
    const inspection = await inspectFully(fixture(file), expected.mimeType);
    expect(inspection).toMatchObject({
      outcome: 'ACCEPTED',
      mediaClass: mediaClassOf(expected.mimeType),
      mimeType: expected.mimeType,
      width: expected.size?.[0] ?? null,
      height: expected.size?.[1] ?? null,
      codecs: expected.codecs,
      frames: expected.frames ?? 1,
      target: expected.target,
    });
    if (inspection.outcome === 'REJECTED') return;
    if (expected.seconds === undefined) expect(inspection.durationSeconds).toBeNull();
    else expect(Math.abs((inspection.durationSeconds ?? 0) - expected.seconds)).toBeLessThan(0.1);
  });

  it('with a codec that browsers do not play is named', async () => {
    expect(await inspectFully(fixture('mpeg4-part-2.mp4'), 'video/mp4')).toEqual({
      outcome: 'REJECTED',
      reason: 'UNSUPPORTED_TYPE',
      parameters: { format: 'an MP4', feature: 'MPEG-4 part 2 video' },
      detail:
        'This is an MP4 of a kind we can’t read: MPEG-4 part 2 video. Supported formats are JPEG, PNG, GIF, WebP, AVIF, HEIC, HEIF, MP4, MOV, WebM, MKV, MP3, M4A, AAC, Ogg, FLAC and WAV.',
    });
  });
});

describe('a file cut off', () => {
  const cuts: [string, (size: number) => number][] = [
    ['after 12 bytes', () => 12],
    ['after 24 bytes', () => 24],
    ['after a quarter', (size) => Math.floor(size / 4)],
    ['in the middle', (size) => Math.floor(size / 2)],
    ['after nine tenths', (size) => Math.floor((size * 9) / 10)],
    ['one byte before its end', (size) => size - 1],
  ];
  const table = named.flatMap(([file, expected]) =>
    cuts.map(([where, cut]) => [file, where, cut, expected] as const),
  );

  it.each(table)('%s %s is rejected or shorter', async (file, _where, cut, expected) => {
    const whole = fixture(file);
    const inspection = await inspectFully(whole.subarray(0, cut(whole.length)), expected.mimeType);
    if (inspection.outcome === 'REJECTED') {
      expect(['CORRUPT', 'UNSUPPORTED_TYPE']).toContain(inspection.reason);
      return;
    }
    // A GIF without its trailer, or a PNG without its last checksum, is shown by everybody; of a stream what is there
    // is played.
    const isOnlyEnd = /\.(gif|png)$/.test(file) && cut(whole.length) === whole.length - 1;
    const isWholeEnough = expected.isStream === true || isOnlyEnd;
    expect(isWholeEnough).toBe(true);
    if (expected.isStream) expect(inspection.durationSeconds).toBeLessThan((expected.seconds ?? 0) + 0.1);
  });
});

describe('a file under another name', () => {
  const declarations: MediaType[] = [
    'image/jpeg',
    'image/webp',
    'video/mp4',
    'video/webm',
    'audio/mpeg',
    'audio/wav',
  ];
  const table = named.flatMap(([file, { mimeType }]) =>
    declarations.map((declared) => [file, declared, mimeType] as const),
  );

  it.each(table)('%s declared as %s', async (file, declared, mimeType) => {
    const inspection = await inspectFully(fixture(file), declared);
    const isSoundInABox = file === 'song.m4a' && mediaClassOf(declared) === 'VIDEO';
    if (mediaClassOf(declared) === mediaClassOf(mimeType) || isSoundInABox) {
      expect(inspection).toMatchObject({ outcome: 'ACCEPTED', mimeType });
    } else expect(outcomeOf(inspection)).toBe('TYPE_MISMATCH');
  });
});

describe('a file with something behind it', () => {
  const table = named.flatMap(([file, { mimeType }]) =>
    Object.entries(payloads).map(([name, payload]) => [file, name, payload, mimeType] as const),
  );

  it.each(table)('%s and %s is rejected', async (file, _name, payload, mimeType) => {
    expect(outcomeOf(await inspectFully(Buffer.concat([fixture(file), payload]), mimeType))).toBe(
      'ACTIVE_CONTENT',
    );
  });

  it.each(named)('%s and padding is accepted', async (file, { mimeType }) => {
    const padded = Buffer.concat([fixture(file), Buffer.alloc(512)]);
    expect(outcomeOf(await inspectFully(padded, mimeType))).toBe('ACCEPTED');
  });
});

describe('a file with something before it', () => {
  const table = named.flatMap(([file, { mimeType }]) =>
    Object.entries(payloads).map(([name, payload]) => [name, file, payload, mimeType] as const),
  );

  it.each(table)('%s and %s is rejected', async (_name, file, payload, mimeType) => {
    expect(outcomeOf(await inspectFully(Buffer.concat([payload, fixture(file)]), mimeType))).toBe(
      'ACTIVE_CONTENT',
    );
  });
});

describe('no media at all', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), 'EMPTY'],
    ['one byte', latin1('x'), 'UNSUPPORTED_TYPE'],
    ['zeros', Buffer.alloc(10_000), 'UNSUPPORTED_TYPE'],
    ['text', latin1('Dear diary, today I learnt about magic numbers.'), 'UNSUPPORTED_TYPE'],
    ['a BMP', latin1('BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0'), 'UNSUPPORTED_TYPE'],
    ['an AMR recording', latin1('#!AMR\n\x3c\x08\0\0'), 'UNSUPPORTED_TYPE'],
    ...Object.entries(payloads).map(([name, payload]) => [name, payload, 'ACTIVE_CONTENT'] as const),
  ] as const)('%s ends with its reason', async (_name, bytes, reason) => {
    const inspection = await inspectFully(bytes, 'image/jpeg');
    expect(outcomeOf(inspection)).toBe(reason);
    if (inspection.outcome === 'REJECTED') expect(inspection.detail.length).toBeLessThanOrEqual(500);
  });
});
