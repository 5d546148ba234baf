/** Voices: one note or one noise each, −1 to 1. Frequencies in Hz, lengths in seconds. */
import type { Random } from '../random.ts';

type Voice = Float32Array;
const voiceOf = (seconds: number, rate: number, sample: (time: number, index: number) => number): Voice =>
  Float32Array.from({ length: Math.round(seconds * rate) }, (_, index) => sample(index / rate, index));

/** A plucked string (Karplus and Strong). */
export function pluck(random: Random, rate: number, frequency: number, seconds: number): Voice {
  const string = Float32Array.from({ length: Math.max(2, Math.round(rate / frequency)) }, () =>
    random.between(-1, 1),
  );
  const damping = 0.5 * (1 - 0.0022 * (frequency / 220) ** 0.5);
  return voiceOf(seconds, rate, (_, index) => {
    const place = index % string.length;
    const value = string[place] ?? 0;
    string[place] = damping * (value + (string[(place + 1) % string.length] ?? 0));
    return value;
  });
}

/** Partials of a church bell, from the hum up. */
const bellPartials = [
  [0.5, 0.5, 1],
  [1, 1, 0.8],
  [1.19, 0.7, 0.55],
  [1.5, 0.4, 0.45],
  [2, 0.75, 0.4],
  [2.74, 0.3, 0.25],
  [3.76, 0.2, 0.15],
] as const;

export const bell = (rate: number, frequency: number, seconds: number): Voice =>
  voiceOf(seconds, rate, (time) =>
    bellPartials.reduce(
      (sum, [ratio, gain, length]) =>
        sum +
        gain * Math.sin(2 * Math.PI * frequency * ratio * time) * Math.exp(-time / (seconds * 0.3 * length)),
      0,
    ),
  );

/** A tuned bar: the fundamental, and a short knock four times as high. */
export const marimba = (rate: number, frequency: number): Voice =>
  voiceOf(1.2, rate, (time) => {
    const tone = Math.sin(2 * Math.PI * frequency * time) * Math.exp(-time * 5);
    return tone + 0.35 * Math.sin(2 * Math.PI * frequency * 4 * time) * Math.exp(-time * 22);
  });

export const musicBox = (rate: number, frequency: number): Voice =>
  voiceOf(1.8, rate, (time) => {
    const tone = Math.sin(2 * Math.PI * frequency * time) * Math.exp(-time * 2.6);
    const tine = 0.4 * Math.sin(2 * Math.PI * frequency * 3.01 * time) * Math.exp(-time * 7);
    return tone + tine + 0.16 * Math.sin(2 * Math.PI * frequency * 6.2 * time) * Math.exp(-time * 18);
  });

/** A slow chord voice of three strings, a little out of tune with each other. */
export const pad = (rate: number, frequency: number, seconds: number): Voice =>
  voiceOf(seconds, rate, (time) => {
    const swell = Math.min(1, time / 1.4, (seconds - time) / 1.8);
    let sum = 0;
    for (const detune of [0.997, 1, 1.0034]) {
      for (let partial = 1; partial <= 5; partial += 1) {
        sum += Math.sin(2 * Math.PI * frequency * detune * partial * time + partial) / partial ** 1.9;
      }
    }
    return (sum / 4) * swell * swell;
  });

/** White noise through two one-pole filters: what is left lies between `low` and `high`. */
export function noiseBand(random: Random, rate: number, seconds: number, low: number, high: number): Voice {
  const keepLow = 1 - Math.exp((-2 * Math.PI * high) / rate);
  const keepHigh = 1 - Math.exp((-2 * Math.PI * low) / rate);
  let [smooth, slow] = [0, 0];
  return voiceOf(seconds, rate, () => {
    smooth += (random.between(-1, 1) - smooth) * keepLow;
    slow += (smooth - slow) * keepHigh;
    return smooth - slow;
  });
}

/** A drop on tin: a short falling ping. */
export const drop = (rate: number, frequency: number): Voice =>
  voiceOf(
    0.09,
    rate,
    (time) => Math.sin(2 * Math.PI * frequency * (1 - time * 1.5) * time) * Math.exp(-time * 60),
  );

/** A cricket: three short trills. */
export const chirp = (rate: number, frequency: number): Voice =>
  voiceOf(0.24, rate, (time) => {
    const pulse = Math.max(0, Math.sin(2 * Math.PI * time * 12.5)) ** 2;
    return (
      Math.sin(2 * Math.PI * frequency * time) * pulse * (0.75 + 0.25 * Math.sin(2 * Math.PI * 180 * time))
    );
  });
