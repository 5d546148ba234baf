/** What a sound says of itself is told to its owner, and to nobody else. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixture, startFunction } from './support/running-function.ts';

let running: Awaited<ReturnType<typeof startFunction>>;
beforeAll(async () => {
  running = await startFunction();
});
afterAll(() => running.close());

/** As test/fixtures/make-fixtures.sh put them there. */
const soundTags = { title: 'secret-title', artist: 'secret-artist' };

/** An ID3v2.3 tag of text frames in UTF-16 (id3.org, «ID3 tag version 2.3.0» §3.2, §4.2) ahead of sound. */
function withId3(sound: Buffer, frames: Readonly<Record<string, string>>): Buffer {
  const bodies = Object.entries(frames).map(([id, text]) => {
    const content = Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const head = Buffer.alloc(10);
    head.write(id, 'latin1');
    head.writeUInt32BE(content.length, 4);
    return Buffer.concat([head, content]);
  });
  const body = Buffer.concat(bodies);
  const size = [21, 14, 7, 0].map((shift) => (body.length >> shift) & 0x7f);
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([3, 0, 0, ...size]), body, sound]);
}

describe('title and artist', () => {
  it.each([
    ['song.mp3', 'audio/mpeg'],
    ['song.m4a', 'audio/mp4'],
    ['song.flac', 'audio/flac'],
    ['song.ogg', 'audio/ogg'],
    ['song.wav', 'audio/wav'],
    ['song-with-cover.mp3', 'audio/mpeg'],
  ])('of %s are reported', async (file, contentType) => {
    expect(await running.inspect(await fixture(file), contentType)).toMatchObject({ soundTags });
  });

  it.each([
    ['clip.mp4', 'video/mp4'],
    ['photo.jpg', 'image/jpeg'],
  ])('are none of %s, whatever it says', async (file, contentType) => {
    const result = await running.inspect(await fixture(file), contentType);
    expect(result.outcome).toBe('READY');
    expect(result).not.toHaveProperty('soundTags');
  });

  it.each<[string, Readonly<Record<string, string>>, object | undefined]>([
    [
      'in another script, in one line',
      { TIT2: 'Präludium\n\u6d77 ', TPE1: '' },
      { title: 'Präludium 海', artist: null },
    ],
    [
      'that would turn round what stands beside it',
      { TIT2: '\u202egnos', TPE1: 'Ada' },
      { title: null, artist: 'Ada' },
    ],
    [
      'longer than a line',
      { TIT2: 'x'.repeat(201), TPE1: 'y'.repeat(200) },
      { title: null, artist: 'y'.repeat(200) },
    ],
    ['of which nothing is left', { TIT2: '\u200b', TPE1: '  ' }, undefined],
  ])('%s are read as people write them, or left out', async (_what, frames, expected) => {
    const sound = await fixture('song.aac');
    const result = await running.inspect(withId3(sound, frames), 'audio/aac');
    expect(result).toMatchObject({ outcome: 'READY' });
    expect('soundTags' in result ? result.soundTags : undefined).toEqual(expected);
  });
});
