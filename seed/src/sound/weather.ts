/** Rain, sea and a summer night. */
import { chirp, drop, noiseBand } from './instruments.ts';
import { type Composition, rate } from './piece.ts';
import { finish, mixIn, reverberate, silence } from './sound.ts';

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
