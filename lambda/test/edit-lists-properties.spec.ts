/** Any edit list over any order of pictures: what is published is what plays, in step, or a rejection that is right. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeMovie, type MadeEdit, type MadeTrack } from './support/made-movie.ts';
import { publishBytes } from './support/publish-bytes.ts';
import { readRawMovie, shownAt, type RawTrack } from './support/raw-movie.ts';

const runs = Number(process.env.EDIT_LIST_RUNS ?? 150);

const frameMs = 40;
const packetMs = 1024 / 48;
const primingMs = packetMs;
/** Of a part: in one that is shorter than its packets, sound is what half of them leave. */
const shortestMs = 3 * frameMs;
/** Two roundings, to the units of the movie and of a track. */
const sameMs = 1.2;

interface Picture {
  readonly start: number;
  readonly isKey: boolean;
}

/** One group of pictures: how many pictures follow each P-frame out of order, and whether some precede its key frame. */
const anyGroup = fc.record({
  reordered: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 }),
  leading: fc.constantFrom(0, 0, 0, 1, 2),
});

/** Pictures in decode order, as encoders order them. */
function picturesOf(groups: readonly { reordered: readonly number[]; leading: number }[]): Picture[] {
  const pictures: Picture[] = [];
  let shown = 0;
  for (const [index, { reordered, leading }] of groups.entries()) {
    const before = index === 0 ? 0 : leading;
    pictures.push({ start: shown + before, isKey: true });
    for (let at = 0; at < before; at += 1) pictures.push({ start: shown + at, isKey: false });
    shown += before + 1;
    for (const count of reordered) {
      pictures.push({ start: shown + count, isKey: false });
      for (let at = 0; at < count; at += 1) pictures.push({ start: shown + at, isKey: false });
      shown += count + 1;
    }
  }
  return pictures.map(({ start, isKey }) => ({ start: start * frameMs, isKey }));
}

/** Part of the film in shares of its length, in any order; `undefined` stands for a pause. */
const anyPart = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      from: fc.double({ min: 0, max: 0.9, noNaN: true }),
      length: fc.double({ min: 0.02, max: 1.1, noNaN: true }),
      onKey: fc.boolean(),
      rate: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 1, 1, 2),
    }),
  },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

interface Part {
  readonly from: number;
  readonly to: number;
  readonly rate: number;
}

const anyFilm = fc
  .record({
    groups: fc.array(anyGroup, { minLength: 1, maxLength: 8 }),
    parts: fc.array(anyPart, { minLength: 1, maxLength: 4 }),
    hasSound: fc.boolean(),
    /** By which pictures are shown later than they are decoded. */
    delay: fc.constantFrom(4, 7),
  })
  .map(({ groups, parts, hasSound, delay }) => {
    const pictures = picturesOf(groups);
    const lengthMs = pictures.length * frameMs;
    const keys = pictures.filter(({ isKey }) => isKey).map(({ start }) => start);
    const list = parts.map((part): Part | undefined => {
      if (!part) return undefined;
      const from = Math.round(part.from * lengthMs);
      const key = keys.findLast((start) => start <= from) ?? 0;
      const start = part.onKey ? key : from;
      return {
        from: start,
        to: start + Math.max(shortestMs, Math.round(part.length * lengthMs)),
        rate: part.rate,
      };
    });
    return { pictures, lengthMs, list, hasSound, delayMs: delay * frameMs };
  });

type Film = typeof anyFilm extends fc.Arbitrary<infer Value> ? Value : never;

const partsOf = ({ list }: Film): Part[] => list.filter((part) => part !== undefined);

const pauseMs = 300;

function movieOf({ pictures, lengthMs, list, hasSound, delayMs }: Film): Buffer {
  const editsOf = (timescale: number, offset: number): MadeEdit[] =>
    list.map((part) =>
      part
        ? {
            duration: part.to - part.from,
            mediaTime: (part.from * timescale) / 1000 + offset,
            rate: part.rate,
          }
        : { duration: pauseMs, mediaTime: -1 },
    );
  const video: MadeTrack = {
    kind: 'video',
    timescale: 1000,
    sampleDuration: frameMs,
    starts: pictures.map(({ start }) => start + delayMs),
    keys: pictures.flatMap(({ isKey }, index) => (isKey ? [index] : [])),
    edits: editsOf(1000, delayMs),
  };
  const packets = Math.ceil(lengthMs / packetMs) + 1;
  const audio: MadeTrack = {
    kind: 'audio',
    timescale: 48_000,
    sampleDuration: 1024,
    starts: Array.from({ length: packets }, (_, index) => index * 1024),
    edits: editsOf(48_000, 1024),
  };
  return makeMovie(hasSound ? [video, audio] : [video]);
}

/** What must happen, found by looking at every picture for every part. */
function expectationOf(film: Film) {
  const { pictures, lengthMs } = film;
  const parts = partsOf(film);
  const plays = ({ start }: Picture, { from, to }: Part): boolean =>
    start < to - 0.6 && start + frameMs > from + 0.6;
  let lost = 0;
  let played = 0;
  const cuts = parts.flatMap((part) => {
    const playing = pictures.filter((picture) => plays(picture, part));
    if (playing.length === 0) return [];
    const keys = playing.filter(({ isKey }) => isKey).map(({ start }) => start);
    const first = Math.max(part.from, Math.min(...playing.map(({ start }) => start)));
    played += Math.min(part.to, Math.max(...playing.map(({ start }) => start)) + frameMs) - first;
    const key = Math.min(...keys);
    if (keys.length > 0) lost += Math.max(0, key - first);
    const keyAt = pictures.findIndex(({ start, isKey }) => isKey && start === key);
    const behind = pictures.findIndex(({ start }, index) => index > keyAt && start >= part.to - 0.6);
    const wanted = pictures.flatMap((picture, index) =>
      index >= keyAt && (behind < 0 || index < behind) && picture.start >= key ? [index] : [],
    );
    return [{ part, wanted, hasKey: keys.length > 0 }];
  });
  const rates = parts.some(({ rate }) => rate !== 1);
  const tooMuch = lost > Math.min(2000, 0.05 * played) + 0.6;
  // What plays again may make the film larger by a fifth; a picture that is shown for a moment counts whole.
  const copied = cuts.reduce((sum, { wanted }) => sum + wanted.length, 0);
  const sounds = parts.reduce((sum, { from, to }) => sum + Math.min(to, lengthMs) - from + 2 * packetMs, 0);
  const mayRepeat = copied > pictures.length || sounds > lengthMs;
  return { cuts, rates, isCut: tooMuch || cuts.some(({ hasKey }) => !hasKey), mayRepeat };
}

/** A part that goes on where the one before ended is no cut; the reckoning here knows parts alone. */
const hasSeam = ({ list }: Film): boolean =>
  list.some((part, index) => part && Math.abs((list[index - 1]?.to ?? Infinity) - part.from) <= 1);

const indexOf = (data: Buffer): number => Number(/picture(\d+)\./.exec(data.toString('latin1'))?.[1]);

function checkPictures(track: RawTrack, film: Film, wanted: readonly number[]): void {
  expect(track.samples.map(({ data }) => indexOf(data))).toEqual(wanted);
  let latest = -Infinity;
  for (const [at, sample] of track.samples.entries()) {
    const index = wanted[at] ?? 0;
    const before = wanted[at - 1];
    const isNewRun = before === undefined || index < before || film.pictures[index]?.isKey === true;
    // A run begins where decoding can; within it pictures keep their distance.
    if (isNewRun && (before === undefined || index !== before + 1))
      expect(film.pictures[index]?.isKey).toBe(true);
    if (film.pictures[index]?.isKey) continue;
    const [one, other] = [film.pictures[index]?.start ?? 0, film.pictures[before ?? 0]?.start ?? 0];
    const previous = track.samples[at - 1];
    const isFirst = film.pictures[before ?? 0]?.isKey === true;
    // The key frame of a run may be shown in part.
    if (previous && !isFirst) {
      expect(Math.abs((sample.start - previous.start) * 1000 - (one - other))).toBeLessThan(sameMs);
    }
    latest = Math.max(latest, shownAt(track, sample));
  }
  expect(latest).toBeLessThan(Infinity);
}

/** How much later each picture is shown than it stands in the film, for each part. */
function shiftsOf(track: RawTrack, film: Film, parts: readonly { wanted: readonly number[] }[]): number[] {
  let at = 0;
  return parts.map(({ wanted }) => {
    const last = track.samples[at + wanted.length - 1];
    at += wanted.length;
    const index = wanted.at(-1);
    return last && index !== undefined
      ? shownAt(track, last) * 1000 - (film.pictures[index]?.start ?? 0)
      : NaN;
  });
}

function checkSound(
  track: RawTrack,
  film: Film,
  cuts: readonly { part: Part }[],
  shifts: readonly number[],
): void {
  const parts = partsOf(film);
  let before = -Infinity;
  for (const sample of track.samples) {
    const start = sample.data.readUInt32BE(1) * packetMs - primingMs;
    const shown = shownAt(track, sample) * 1000;
    expect(shown).toBeGreaterThanOrEqual(before - sameMs);
    before = shown;
    const playing = parts.filter(({ from, to }) => start < to && start + packetMs > from);
    if (playing.length === 0) {
      // Two packets of priming in front of the first part, and nothing else.
      expect(start).toBeLessThan(2 * packetMs);
      expect(shown).toBeLessThan(0);
      continue;
    }
    const withPictures = cuts.flatMap(({ part }, index) =>
      playing.includes(part) ? [shifts[index] ?? NaN] : [],
    );
    if (withPictures.length < playing.length) continue;
    const off = Math.min(...withPictures.map((shift) => Math.abs(shown - start - shift)));
    expect(off).toBeLessThanOrEqual(packetMs / 2 + 2 * sameMs);
  }
}

describe('any edit list', () => {
  it('is published as it plays, or rejected for what it is', async () => {
    const seen = { ready: 0, cut: 0, speed: 0, other: 0 };
    await fc.assert(
      fc.asyncProperty(anyFilm, async (film) => {
        fc.pre(!hasSeam(film));
        const { result, bytes } = await publishBytes(movieOf(film), 'video/mp4');
        const { cuts, rates, isCut, mayRepeat } = expectationOf(film);

        if (result.outcome === 'REJECTED') {
          const { feature, failure } = result.parameters;
          if (rates) expect(feature).toBe('PLAYBACK_SPEED');
          else if (isCut) expect(feature).toBe('CUT_WITHOUT_KEY_FRAME');
          else if (feature === 'REPEATED_PARTS') expect(mayRepeat).toBe(true);
          else expect([failure, cuts.length]).toEqual(['NOTHING_TO_PLAY', 0]);
          seen[rates ? 'speed' : isCut ? 'cut' : 'other'] += 1;
          return;
        }
        seen.ready += 1;
        expect([rates, isCut]).toEqual([false, false]);
        const [video, audio] = readRawMovie(bytes);
        if (!video) throw new Error('There are no pictures');
        checkPictures(
          video,
          film,
          cuts.flatMap(({ wanted }) => wanted),
        );
        if (audio) checkSound(audio, film, cuts, shiftsOf(video, film, cuts));
      }),
      { numRuns: runs },
    );
    // Each kind came up: a generator that only makes rejections would prove nothing.
    expect(Object.entries(seen).filter(([kind, count]) => kind !== 'other' && count === 0)).toEqual([]);
  });
});
