/** What an edit list cuts off is in no byte that is published (ISO/IEC 14496-12 §8.6.6). */
import { describe, expect, it } from '@jest/globals';
import { publishBytes } from './support/publish-bytes.ts';
import { makeMovie, type MadeEdit, type MadeTrack } from './support/made-movie.ts';
import { readRawMovie, shownAt, type RawTrack } from './support/raw-movie.ts';
import { insertIntoBox } from './support/iso-boxes.ts';
import { box, u32be } from './inspect/support.ts';

/** Ten seconds of 25 frames, a key frame each second, in the order in which they are shown. */
const frames = Array.from({ length: 250 }, (_, index) => index * 400);
const everySecond = [0, 25, 50, 75, 100, 125, 150, 175, 200, 225];
const video = (edits: MadeEdit[], change: Partial<MadeTrack> = {}): MadeTrack => ({
  kind: 'video',
  timescale: 10_000,
  sampleDuration: 400,
  starts: frames,
  keys: everySecond,
  edits,
  ...change,
});
/** Ten seconds of AAC at 48 kHz, with a frame of priming in front. */
const audio = (edits: MadeEdit[], change: Partial<MadeTrack> = {}): MadeTrack => ({
  kind: 'audio',
  timescale: 48_000,
  sampleDuration: 1024,
  starts: Array.from({ length: 470 }, (_, index) => index * 1024),
  edits,
  ...change,
});

/** Milliseconds of the track's media. */
const part = (from: number, to: number, timescale = 10_000, priming = 0): MadeEdit => ({
  duration: to - from,
  mediaTime: (from * timescale) / 1000 + priming,
});
const nothing = (duration: number): MadeEdit => ({ duration, mediaTime: -1 });
const soundPart = (from: number, to: number): MadeEdit => part(from, to, 48_000, 1024);

const noTrack: RawTrack = {
  handler: '',
  timescale: 1,
  samples: [],
  playsFrom: 0,
  delay: 0,
  edited: undefined,
};

async function publishMovie(tracks: readonly MadeTrack[], brand?: string) {
  const { result, bytes } = await publishBytes(makeMovie(tracks, brand), 'video/mp4');
  const [first = noTrack, second = noTrack] = readRawMovie(bytes);
  return { result, first, second };
}

/** Which pictures a track holds, in decode order, and when each is shown, in milliseconds. */
const picturesOf = (track: RawTrack) =>
  track.samples.map((sample) => ({
    index: Number(/picture(\d+)\./.exec(sample.data.toString('latin1'))?.[1]),
    at: Math.round(shownAt(track, sample) * 1000),
    isKey: sample.isKey,
  }));
const packetsOf = (track: RawTrack) =>
  track.samples.map((sample) => ({
    index: sample.data.readUInt32BE(1),
    at: shownAt(track, sample) * 1000,
  }));
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

describe('a film that is cut', () => {
  it('at its end holds nothing behind', async () => {
    const { result, first, second } = await publishMovie([
      video([part(0, 4000)]),
      audio([soundPart(0, 4000)]),
    ]);

    expect(result).toMatchObject({ outcome: 'READY', found: { durationSeconds: 4 } });
    expect(picturesOf(first).map(({ index }) => index)).toEqual(range(0, 100));
    // 1,024 samples of priming and four seconds end within the 189th frame.
    expect(packetsOf(second).map(({ index }) => index)).toEqual(range(0, 189));
    expect(packetsOf(second)[1]?.at).toBeCloseTo(0, 0);
  });

  it('at both ends on key frames begins and ends exactly there', async () => {
    const { result, first, second } = await publishMovie([
      video([part(3000, 7000)]),
      audio([soundPart(3000, 7000)]),
    ]);

    expect(result).toMatchObject({ outcome: 'READY', found: { durationSeconds: 4 } });
    expect(picturesOf(first).map(({ index }) => index)).toEqual(range(75, 175));
    const sound = packetsOf(second);
    // The packet at whose 640th sample the sound begins is the first; nothing in front of it is there.
    expect(sound.map(({ index }) => index)).toEqual(range(141, 330));
    expect(sound[0]?.at).toBeCloseTo((141 * 1024 - 1024 - 3 * 48_000) / 48, 0);
  });

  it('in the middle is joined, in step with its sound', async () => {
    const { result, first, second } = await publishMovie([
      video([part(0, 2000), part(6000, 8000)]),
      audio([soundPart(0, 2000), soundPart(6000, 8000)]),
    ]);

    expect(result).toMatchObject({ outcome: 'READY', found: { durationSeconds: 4 } });
    const pictures = picturesOf(first);
    expect(pictures.map(({ index }) => index)).toEqual([...range(0, 50), ...range(150, 200)]);
    expect(pictures.map(({ at }) => at)).toEqual(range(0, 100).map((index) => index * 40));
    expect(pictures[50]).toMatchObject({ isKey: true });
    const sound = packetsOf(second);
    // No gap and no overlap; half a packet off at most.
    for (const [index, { at }] of sound.entries()) {
      expect(at - (sound[0]?.at ?? 0)).toBeCloseTo((index * 1024) / 48, 0);
    }
    const behind = sound.find(({ index }) => index > 200);
    const wanted = 2000 + (((behind?.index ?? 0) - 1) * 1024) / 48 - 6000;
    expect(Math.abs((behind?.at ?? 0) - wanted)).toBeLessThanOrEqual(1024 / 48 / 2 + 0.1);
  });

  it('tells what is missing where parts are joined', async () => {
    const { result } = await publishMovie([video([part(0, 5000), part(6600, 10_000)])]);

    expect(result).toMatchObject({
      outcome: 'READY',
      found: { durationSeconds: 8 },
      notices: [{ code: 'PARTS_SHORTENED', parameters: { seconds: 0.4 } }],
    });
  });

  it('has no packet of sound that only a joint would make room for', async () => {
    // The second part follows six milliseconds early, and ends where a packet does.
    const { second } = await publishMovie([
      video([part(0, 966), part(0, 320)]),
      audio([soundPart(0, 966), soundPart(0, 320)]),
    ]);

    expect(packetsOf(second).map(({ index }) => index)).toEqual([...range(0, 46), ...range(1, 16)]);
  });

  it('and put into another order plays in that order', async () => {
    const { first } = await publishMovie([video([part(6000, 8000), part(0, 2000)])]);

    expect(picturesOf(first).map(({ index }) => index)).toEqual([...range(150, 200), ...range(0, 50)]);
  });

  it('begins at the next key frame where there is none, and its sound with it', async () => {
    const { result, first, second } = await publishMovie([
      video([part(2680, 10_000)]),
      audio([soundPart(2680, 10_000)]),
    ]);

    expect(result).toMatchObject({
      outcome: 'READY',
      found: { durationSeconds: 7 },
      notices: [{ code: 'STARTS_LATER', parameters: { seconds: 0.32 } }],
    });
    const pictures = picturesOf(first);
    expect(pictures.map(({ index }) => index)).toEqual(range(75, 250));
    expect(pictures[0]?.at).toBe(0);
    const sound = packetsOf(second);
    expect(sound[0]?.index).toBe(141);
    expect(sound[0]?.at).toBeCloseTo((141 * 1024 - 1024 - 3 * 48_000) / 48, 0);
  });

  it.each([
    ['by a second and a half of thirty', [0, 150, 300, 450, 600], 22_500, 'READY'],
    ['by more than two seconds of sixty', [0, 800], 29_000, 'REJECTED'],
  ])('begins later %s: %s', async (_how, keys, from, outcome) => {
    const long = Array.from({ length: 2250 }, (_, index) => index * 400);
    const track = video([part(from, 90_000)], { starts: long, keys });

    const { result } = await publishMovie([track]);

    expect(result).toMatchObject({ outcome });
  });

  it.each([
    ['without a key frame', [part(3100, 3900)]],
    ['that would lose more than a twentieth', [part(2500, 5500)]],
    ['whose second part begins without one', [part(0, 1000), part(4500, 5500)]],
  ])('%s is rejected', async (_how, edits) => {
    const { result } = await publishMovie([video(edits)]);

    expect(result).toMatchObject({
      reason: 'UNSUPPORTED_FEATURE',
      parameters: { feature: 'CUT_WITHOUT_KEY_FRAME' },
    });
  });

  it('keeps its delays', async () => {
    const { result, second } = await publishMovie([
      video([part(0, 4000)]),
      audio([nothing(1500), soundPart(0, 2500)]),
    ]);

    expect(result).toMatchObject({ found: { durationSeconds: 4 } });
    // Nothing hides priming behind a delay.
    expect(packetsOf(second)[0]).toEqual({ index: 1, at: expect.closeTo(1500, 0) });
  });

  it('leaves out sound of PCM to the sample', async () => {
    const pcm: MadeTrack = {
      kind: 'pcm',
      timescale: 8000,
      sampleDuration: 1,
      starts: range(0, 80_000),
      edits: [part(1234, 3000, 8000)],
    };

    const { result, bytes } = await publishBytes(makeMovie([pcm], 'qt  '), 'video/quicktime');

    expect(result).toMatchObject({ outcome: 'READY', found: { durationSeconds: 1.766 } });
    const samples = bytes.subarray(bytes.indexOf('data') + 8);
    expect([samples.length, samples.readUInt16BE(0)]).toEqual([2 * 1.766 * 8000, 1.234 * 8000]);
  });
});

describe('pictures that need one another', () => {
  /** Groups of I0 P3 B1 B2 P6 B4 B5 …, twelve to a group. */
  const starts = range(0, 240).map((index) => {
    const [group, within] = [Math.floor(index / 12), index % 12];
    const shown = within === 0 ? 0 : within % 3 === 1 ? within + 2 : within - 1;
    // The group ends in a P-frame that no B-frame goes with.
    return (group * 12 + Math.min(shown, 11)) * 400 + 800;
  });
  const keys = range(0, 20).map((group) => group * 12);
  const film = (edits: MadeEdit[]) => video(edits, { starts, keys });

  it('are left out where one of them is shown behind the end', async () => {
    // Ends between the frames shown as 1 and 2: the P-frame shown as 3 is decoded before both.
    const { first } = await publishMovie([film([{ duration: 12 * 40 + 80, mediaTime: 800 }])]);

    expect(picturesOf(first).map(({ index }) => index)).toEqual(range(0, 13));
  });

  it('are whole where they end with the film', async () => {
    const { first } = await publishMovie([film([{ duration: 9600, mediaTime: 800 }])]);

    expect(first.samples).toHaveLength(240);
    expect(picturesOf(first)[0]).toMatchObject({ index: 0, at: 0 });
  });
});

describe('an edit list', () => {
  it.each([
    ['plays faster', [{ ...part(0, 4000), rate: 2 }], 'PLAYBACK_SPEED'],
    ['plays slower', [part(0, 1000), { ...part(1000, 4000), rate: 0.5 }], 'PLAYBACK_SPEED'],
    ['plays backwards', [{ ...part(0, 4000), rate: 0xffff }], 'PLAYBACK_SPEED'],
    ['holds a frame', [part(0, 4000), { ...part(3000, 5000), rate: 0 }], 'FREEZE_FRAME'],
    ['plays the same again and again', Array.from({ length: 1000 }, () => part(0, 9000)), 'REPEATED_PARTS'],
  ])('that %s is rejected', async (_what, edits, feature) => {
    const { result } = await publishMovie([video(edits)]);

    expect(result).toMatchObject({ reason: 'UNSUPPORTED_FEATURE', parameters: { feature } });
  });

  it('that plays nothing of a track leaves nothing of it', async () => {
    const { result, first, second } = await publishMovie([video([part(0, 4000)]), audio([nothing(4000)])]);

    expect(result).toMatchObject({ outcome: 'READY' });
    expect([first.handler, second.samples]).toEqual(['vide', []]);
  });

  it('that stands twice in a track is damage', async () => {
    const second = box('edts', box('elst', u32be(0), u32be(0)));
    const movie = insertIntoBox(makeMovie([video([part(0, 4000)])]), ['moov', 'trak'], second);

    const { result } = await publishBytes(movie, 'video/mp4');

    expect(result).toMatchObject({ reason: 'CORRUPT' });
  });
});
