/** Chromium plays what is published as long as the item says, and the upload as long, where it plays that whole. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixture, id3, latin1 } from './inspect/support.ts';
import { openListener, type Listener } from './support/browser-sound.ts';
import { publishBytes } from './support/publish-bytes.ts';
import { flacInKilohertz, oggLink, oggPages } from './support/sound-pieces.ts';

let chromium: Listener;
beforeAll(async () => {
  chromium = await openListener();
});
afterAll(() => chromium.close());

const tag = id3([['TIT2', latin1('\0x')]]);
const zeros = Buffer.alloc(3000);
const join = (...pieces: Uint8Array[]): Buffer => Buffer.concat(pieces);
const [opus, vorbis, mp3, aac, flac, wav] = [
  fixture('song.ogg'),
  fixture('song-vorbis.ogg'),
  fixture('song.mp3'),
  fixture('song.aac'),
  fixture('song.flac'),
  fixture('song.wav'),
];
const junkBetween = (ogg: Buffer): Buffer => {
  const [head = Buffer.alloc(0), ...others] = oggPages(ogg);
  return join(head, ...others.flatMap((page) => [zeros.subarray(0, 50), page]));
};
/** Of the decoders' delays that a chain adds, and of what a joined MP3 has between its parts. */
const tolerance = 0.06;

describe.each<[string, Uint8Array, string]>([
  ['MP3 by LAME', mp3, 'audio/mpeg'],
  ['MP3 behind zeros', join(zeros, mp3), 'audio/mpeg'],
  ['MP3 that is joined', join(mp3, tag, mp3), 'audio/mpeg'],
  ['AAC', aac, 'audio/aac'],
  ['AAC behind zeros', join(zeros, aac), 'audio/aac'],
  ['Opus', opus, 'audio/ogg'],
  ['Opus in a chain', join(opus, oggLink(opus, 2)), 'audio/ogg'],
  ['Opus with junk between its pages', junkBetween(opus), 'audio/ogg'],
  ['Vorbis', vorbis, 'audio/ogg'],
  ['FLAC', flac, 'audio/flac'],
  ['FLAC of 12 kHz', flacInKilohertz(flac, 12), 'audio/flac'],
  ['FLAC in Ogg', fixture('song-flac.ogg'), 'audio/ogg'],
  ['WAV', wav, 'audio/wav'],
  ['WAV behind a tag', join(tag, wav), 'audio/wav'],
])('%s', (_what, upload, contentType) => {
  it('plays as long as it says, and as the upload does', async () => {
    const { result, bytes } = await publishBytes(upload, contentType);
    if (result.outcome === 'REJECTED') throw new Error(result.detail);

    const published = await chromium.listen(bytes);

    expect(Math.abs((published.seconds ?? 0) - (result.found.durationSeconds ?? 0))).toBeLessThan(tolerance);
    const source = await chromium.listen(upload);
    expect(Math.abs((published.seconds ?? 0) - (source.seconds ?? 0))).toBeLessThan(tolerance);
    expect(published.silenceSeconds).toBeLessThanOrEqual(source.silenceSeconds + 0.001);
  });
});

it('Vorbis in a chain plays to its end, of which Chromium plays the first link alone', async () => {
  const { bytes } = await publishBytes(join(vorbis, oggLink(vorbis, 2)), 'audio/ogg');

  expect(Math.abs(((await chromium.listen(bytes)).seconds ?? 0) - 4)).toBeLessThan(tolerance);
});
