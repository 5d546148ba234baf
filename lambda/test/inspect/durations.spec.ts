/** Durations are lengths, of what plays: neither end times nor what a header says. */
import { describe, expect, it } from '@jest/globals';
import { makeFragmentedMovie, makeMovie } from '../support/made-movie.ts';
import { insertIntoBox } from '../support/iso-boxes.ts';
import { box, ebmlElement, fixture, inspectFully, latin1, u32be, u64be } from './support.ts';

const frames = (count: number, duration: number): number[] =>
  Array.from({ length: count }, (_, index) => index * duration);

describe('an MP4', () => {
  it('of fragments that begin five hours late lasts two seconds', async () => {
    const movie = makeFragmentedMovie({
      timescale: 1000,
      sampleDuration: 40,
      samplesOfFragments: [25, 25],
      firstDecodeTime: 5 * 3600 * 1000,
    });

    expect(await inspectFully(movie, 'video/mp4')).toMatchObject({
      outcome: 'ACCEPTED',
      durationSeconds: 2,
      tracks: [{ packets: 50 }],
    });
  });

  it('lasts from the first picture or sound to the end of the last', async () => {
    const movie = makeMovie([
      {
        kind: 'video',
        timescale: 1000,
        sampleDuration: 40,
        starts: frames(50, 40),
        edits: [
          { duration: 1000, mediaTime: -1 },
          { duration: 2000, mediaTime: 0 },
        ],
      },
      {
        kind: 'audio',
        timescale: 1000,
        sampleDuration: 100,
        starts: frames(10, 100),
        edits: [
          { duration: 500, mediaTime: -1 },
          { duration: 0, mediaTime: 0 },
        ],
      },
    ]);

    expect(await inspectFully(movie, 'video/mp4')).toMatchObject({ durationSeconds: 2.5 });
  });

  it('has the width at which pixels that are not square play', async () => {
    const pasp = box('pasp', u32be(4), u32be(3));
    const movie = insertIntoBox(
      makeMovie([{ kind: 'video', timescale: 1000, sampleDuration: 40, starts: frames(5, 40) }]),
      ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd', 'avc1'],
      pasp,
    );

    expect(await inspectFully(movie, 'video/mp4')).toMatchObject({ width: 213, height: 120 });
  });
});

describe('an MKV', () => {
  const unsigned = (id: number[], value: number) => ebmlElement(id, u64be(value));
  const text = (id: number[], value: string) => ebmlElement(id, latin1(value));
  const block = (track: number, at: number) =>
    ebmlElement([0xa3], Buffer.from([0x80 | track, at >> 8, at & 0xff, 0x80]), Buffer.alloc(20, track));
  const track = (number: number, type: number, codec: string, ...more: Buffer[]) =>
    ebmlElement([0xae], unsigned([0xd7], number), unsigned([0x83], type), text([0x86], codec), ...more);

  /** An hour and five minutes late, in milliseconds; a subtitle that stands for a minute. */
  const film = (...display: Buffer[]) =>
    Buffer.concat([
      ebmlElement([0x1a, 0x45, 0xdf, 0xa3], text([0x42, 0x82], 'matroska')),
      ebmlElement(
        [0x18, 0x53, 0x80, 0x67],
        ebmlElement([0x15, 0x49, 0xa9, 0x66], unsigned([0x2a, 0xd7, 0xb1], 1_000_000)),
        ebmlElement(
          [0x16, 0x54, 0xae, 0x6b],
          track(1, 1, 'V_VP9', ebmlElement([0xe0], unsigned([0xb0], 720), unsigned([0xba], 480), ...display)),
          track(2, 17, 'S_TEXT/UTF8'),
        ),
        ebmlElement(
          [0x1f, 0x43, 0xb6, 0x75],
          unsigned([0xe7], 3_900_000),
          ...frames(50, 40).map((at) => block(1, at)),
          ebmlElement(
            [0xa0],
            ebmlElement([0xa1], Buffer.from([0x82, 0, 0, 0, 65])),
            unsigned([0x9b], 60_000),
          ),
        ),
      ),
    ]);

  it('that was cut out of a stream lasts as long as its pictures, without its subtitles', async () => {
    expect(await inspectFully(film(), 'video/x-matroska')).toMatchObject({
      outcome: 'ACCEPTED',
      durationSeconds: 2,
      width: 720,
      height: 480,
      tracks: [{ id: 1, packets: 50 }],
    });
  });

  it('has the width at which it is displayed', async () => {
    const wide = film(unsigned([0x54, 0xb0], 853), unsigned([0x54, 0xba], 480));

    expect(await inspectFully(wide, 'video/x-matroska')).toMatchObject({ width: 853, height: 480 });
  });

  it.each([
    ['clip.mkv', 'video/x-matroska', 2],
    ['clip-with-subtitles.mkv', 'video/x-matroska', 2],
    ['clip.webm', 'video/webm', 2],
  ])('%s lasts as long as it plays', async (name, contentType, seconds) => {
    const inspection = await inspectFully(fixture(name), contentType);
    const { durationSeconds } = inspection.outcome === 'ACCEPTED' ? inspection : { durationSeconds: null };
    expect(Math.abs((durationSeconds ?? 0) - seconds)).toBeLessThan(0.05);
  });
});
