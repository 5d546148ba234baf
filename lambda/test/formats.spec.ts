import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MediaType } from '@media-feed/contract';
import { fixture, startFunction } from './support/running-function.ts';

let running: Awaited<ReturnType<typeof startFunction>>;
beforeAll(async () => {
  running = await startFunction();
});
afterAll(() => running.close());

const good: readonly [file: string, declared: string, mimeType: MediaType, renditions: string[]][] = [
  ['photo.jpg', 'image/jpeg', 'image/jpeg', ['320.webp']],
  ['picture.png', 'image/png', 'image/png', ['320.webp']],
  ['picture.webp', 'image/webp', 'image/webp', ['320.webp']],
  ['picture.avif', 'image/avif', 'image/avif', ['320.webp']],
  ['animation.gif', 'image/gif', 'image/gif', ['320.webp']],
  ['clip.mp4', 'video/mp4', 'video/mp4', ['video.mp4']],
  ['clip.mov', 'video/quicktime', 'video/quicktime', ['video.mp4']],
  ['clip.mkv', 'video/x-matroska', 'video/x-matroska', ['video.mp4']],
  ['clip.webm', 'video/webm', 'video/webm', ['video.webm']],
  ['song.mp3', 'audio/mpeg', 'audio/mpeg', ['audio.mp3']],
  ['song.m4a', 'audio/mp4', 'audio/mp4', ['audio.m4a']],
  ['song.aac', 'audio/aac', 'audio/aac', ['audio.aac']],
  ['song.ogg', 'audio/ogg', 'audio/ogg', ['audio.ogg']],
  ['song-vorbis.ogg', 'audio/ogg', 'audio/ogg', ['audio.ogg']],
  ['song.flac', 'audio/flac', 'audio/flac', ['audio.flac']],
  ['song.wav', 'audio/wav', 'audio/wav', ['audio.wav']],
];

describe('a good file', () => {
  it.each(good)('%s is published', async (file, declared, mimeType, renditions) => {
    const verdict = await running.judge(await fixture(file), declared);

    expect(verdict).toMatchObject({
      outcome: 'READY',
      mimeType,
      renditions: renditions.map((name) => ({ name })),
    });
  });
});
