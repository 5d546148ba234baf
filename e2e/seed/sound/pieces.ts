/** Small pieces of music and of weather. */
import type { Random } from '../random.ts';
import { bell, chirp, drop, marimba, musicBox, noiseBand, pad, pluck } from './instruments.ts';
import { finish, mixIn, reverberate, silence, type Sound } from './sound.ts';

export interface Piece {
  readonly title: string;
  readonly sound: Sound;
}
export type Composition = (random: Random) => Piece;

const rate = 22_050;
const keys = [
  ['C', 60],
  ['D', 62],
  ['E flat', 63],
  ['F', 65],
  ['G', 55],
  ['A', 57],
] as const;
/** Semitones above the key. */
const pentatonic = [0, 2, 4, 7, 9, 12, 14, 16, 19, 21];
const minor = [0, 2, 3, 5, 7, 8, 10, 12, 14, 15, 17, 19];

/** Equal temperament; 69 is the A of 440 Hz. */
const pitch = (note: number) => 440 * 2 ** ((note - 69) / 12);

/** Steps up and down a scale, seldom far. */
function* wander(random: Random, scale: readonly number[]): Generator<number> {
  let place = random.whole(2, 5);
  for (;;) {
    yield scale[place] ?? 0;
    place += random.pick([-2, -1, -1, 1, 1, 2, 3]);
    if (place < 0 || place >= scale.length) place = random.whole(2, 5);
  }
}
const take = (notes: Generator<number>) => (notes.next().value as number | undefined) ?? 0;

export const harp: Composition = (random) => {
  const [key, root] = random.pick(keys);
  const sound = silence(13, rate);
  const notes = wander(random, pentatonic);
  const beat = random.between(0.26, 0.36);
  for (let step = 0; step * beat < 9.5; step += 1) {
    if (step % 8 === 0)
      mixIn(
        sound,
        pluck(random, rate, pitch(root - 12 + random.pick([0, -3, 5])), 4),
        step * beat,
        0.8,
        -0.3,
      );
    if (random.chance(0.82))
      mixIn(
        sound,
        pluck(random, rate, pitch(root + take(notes)), 3),
        step * beat,
        0.6,
        random.between(-0.5, 0.5),
      );
  }
  reverberate(sound, 0.3);
  finish(sound, 2.5);
  return { title: `Harp in ${key}, played late`, sound };
};

export const bells: Composition = (random) => {
  const [key, root] = random.pick(keys);
  const sound = silence(15, rate);
  for (let stroke = 0; stroke < 7; stroke += 1) {
    const note = root - 12 + random.pick([0, 4, 7, 9, 12]);
    mixIn(
      sound,
      bell(rate, pitch(note), 7),
      0.1 + stroke * random.between(1.3, 1.5),
      0.5,
      random.between(-0.4, 0.4),
    );
  }
  reverberate(sound, 0.4);
  finish(sound, 3);
  return { title: `Evening bells in ${key}`, sound };
};

export const box: Composition = (random) => {
  const [key, root] = random.pick(keys);
  const sound = silence(12, rate);
  const beat = random.between(0.3, 0.38);
  const notes = wander(random, pentatonic);
  const phrase = Array.from({ length: 8 }, () => (random.chance(0.85) ? take(notes) : undefined));
  for (let step = 0; step < 24; step += 1) {
    const note = step >= 8 && step < 16 ? take(notes) : phrase[step % 8];
    // Clockwork slows down as its spring does.
    const at = step * beat * (1 + step * 0.004);
    if (note !== undefined) mixIn(sound, musicBox(rate, pitch(root + 12 + note)), at, 0.5, 0.2);
    if (step % 4 === 0) mixIn(sound, musicBox(rate, pitch(root + random.pick([0, 7, 5]))), at, 0.4, -0.3);
  }
  reverberate(sound, 0.25);
  finish(sound, 1.5);
  return { title: `Music box in ${key}`, sound };
};

export const bars: Composition = (random) => {
  const [key, root] = random.pick(keys);
  const sound = silence(11, rate);
  const beat = random.between(0.17, 0.21);
  const scale = random.chance(0.5) ? pentatonic : minor;
  const low = wander(random, scale.slice(0, 6));
  const high = wander(random, scale);
  for (let step = 0; step * beat < 9; step += 1) {
    if ([0, 3, 6].includes(step % 8))
      mixIn(sound, marimba(rate, pitch(root - 12 + take(low))), step * beat, 0.8, -0.35);
    if (random.chance(step % 2 === 0 ? 0.75 : 0.35))
      mixIn(sound, marimba(rate, pitch(root + take(high))), step * beat, 0.55, 0.35);
  }
  reverberate(sound, 0.18);
  finish(sound, 1);
  return { title: `Marimba after lunch, in ${key}`, sound };
};

export const chords: Composition = (random) => {
  const [key, root] = random.pick(keys);
  const sound = silence(18, rate);
  // Degrees of major: the root of each chord, and its third and fifth.
  const progression = random.pick([
    [
      [0, 4, 7],
      [9, 12, 16],
      [5, 9, 12],
      [7, 11, 14],
    ],
    [
      [0, 3, 7],
      [8, 12, 15],
      [3, 7, 10],
      [10, 14, 17],
    ],
    [
      [0, 4, 7],
      [4, 7, 11],
      [5, 9, 12],
      [5, 8, 12],
    ],
  ]);
  for (const [index, chord] of progression.entries()) {
    for (const [voice, note] of [(chord[0] ?? 0) - 12, ...chord].entries()) {
      mixIn(sound, pad(rate, pitch(root - 5 + note), 6), index * 4, 0.4, (voice - 1.5) / 2.5);
    }
  }
  reverberate(sound, 0.35);
  finish(sound, 2);
  return { title: `Four slow chords in ${key}`, sound };
};

export const rain: Composition = (random) => {
  const seconds = 12;
  const sound = silence(seconds, rate);
  for (const side of [-0.8, 0.8]) mixIn(sound, noiseBand(random, rate, seconds, 900, 6000), 0, 0.35, side);
  mixIn(sound, noiseBand(random, rate, seconds, 60, 300), 0, 0.5);
  for (let fallen = 0; fallen < 420; fallen += 1) {
    const near = random.next() ** 4;
    mixIn(
      sound,
      drop(rate, random.between(1200, 5200)),
      random.next() * seconds,
      0.06 + 0.5 * near,
      random.between(-1, 1),
    );
  }
  reverberate(sound, 0.15);
  finish(sound, 1.5);
  return { title: 'Rain on a tin roof', sound };
};

export const surf: Composition = (random) => {
  const seconds = 16;
  const sound = silence(seconds, rate);
  for (let wave = 0; wave < 5; wave += 1) {
    const length = random.between(5, 6.5);
    const side = random.between(-0.5, 0.5);
    for (const [low, high, late] of [
      [40, 420, 0],
      [400, 3500, 0.5],
      [2500, 9000, 1.1],
    ] as const) {
      const voice = noiseBand(random, rate, length, low, high);
      // It comes slowly, breaks, and runs out over the pebbles.
      for (const [index, value] of voice.entries()) {
        const time = index / rate - late;
        voice[index] =
          value * (time < 0 ? 0 : time < 1.6 ? (time / 1.6) ** 2 : Math.exp(-(time - 1.6) * 0.85));
      }
      mixIn(sound, voice, wave * 3.1 - 0.6, 1, side);
    }
  }
  finish(sound, 2);
  return { title: 'Waves on a pebble beach', sound };
};

export const crickets: Composition = (random) => {
  const seconds = 14;
  const sound = silence(seconds, rate);
  mixIn(sound, noiseBand(random, rate, seconds, 80, 700), 0, 0.05);
  for (let cricket = 0; cricket < 7; cricket += 1) {
    const voice = chirp(rate, random.between(3900, 5000));
    const pause = random.between(0.45, 0.95);
    const side = random.between(-1, 1);
    const gain = random.between(0.05, 0.5);
    for (let at = random.next(); at < seconds; at += pause * random.between(0.96, 1.04))
      mixIn(sound, voice, at, gain, side);
  }
  reverberate(sound, 0.12);
  finish(sound, 1.5);
  return { title: 'Crickets in a warm night', sound };
};
