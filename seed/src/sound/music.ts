/** Small pieces of music. */
import type { Random } from '../random.ts';
import { bell, marimba, musicBox, pad, pluck } from './instruments.ts';
import { type Composition, rate } from './piece.ts';
import { finish, mixIn, reverberate, silence } from './sound.ts';

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
