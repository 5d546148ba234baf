/** Sound as numbers, and what is done with it. */

export interface Sound {
  readonly sampleRate: number;
  /** Left and right, −1 to 1. */
  readonly channels: readonly [Float32Array, Float32Array];
}

export function silence(seconds: number, sampleRate: number): Sound {
  const samples = Math.round(seconds * sampleRate);
  return { sampleRate, channels: [new Float32Array(samples), new Float32Array(samples)] };
}

/** Adds `voice` from `at` seconds on; `side` −1 is left, 1 right. */
export function mixIn(
  { sampleRate, channels }: Sound,
  voice: Float32Array,
  at: number,
  gain: number,
  side = 0,
): void {
  const first = Math.round(at * sampleRate);
  const gains = [Math.cos(((side + 1) * Math.PI) / 4), Math.sin(((side + 1) * Math.PI) / 4)];
  for (const [index, channel] of channels.entries()) {
    const factor = gain * (gains[index] ?? 0);
    const last = Math.min(voice.length, channel.length - first);
    for (let sample = Math.max(0, -first); sample < last; sample += 1) {
      channel[first + sample] = (channel[first + sample] ?? 0) + (voice[sample] ?? 0) * factor;
    }
  }
}

/** A room: four combs and two all-passes (Schroeder, «Natural sounding artificial reverberation»). */
export function reverberate({ sampleRate, channels }: Sound, share: number): void {
  for (const [index, channel] of channels.entries()) {
    const wet = new Float32Array(channel.length);
    for (const seconds of [0.0297, 0.0371, 0.0411, 0.0437]) {
      const delay = Math.round((seconds + index * 0.0011) * sampleRate);
      const line = new Float32Array(delay);
      let damped = 0;
      for (let sample = 0; sample < channel.length; sample += 1) {
        const place = sample % delay;
        const echo = line[place] ?? 0;
        damped = echo * 0.7 + damped * 0.3;
        line[place] = (channel[sample] ?? 0) + damped * 0.83;
        wet[sample] = (wet[sample] ?? 0) + echo / 4;
      }
    }
    for (const seconds of [0.005, 0.0017]) {
      const delay = Math.round(seconds * sampleRate);
      const line = new Float32Array(delay);
      for (let sample = 0; sample < wet.length; sample += 1) {
        const place = sample % delay;
        const echo = line[place] ?? 0;
        const input = (wet[sample] ?? 0) + echo * 0.6;
        line[place] = input;
        wet[sample] = echo - input * 0.6;
      }
    }
    for (let sample = 0; sample < channel.length; sample += 1) {
      channel[sample] = (channel[sample] ?? 0) * (1 - share) + (wet[sample] ?? 0) * share * 1.6;
    }
  }
}

/** Loudest sample at 0.85, and soft ends. */
export function finish({ sampleRate, channels }: Sound, fadeSeconds: number): void {
  const loudest = channels.reduce(
    (high, channel) => channel.reduce((a, b) => Math.max(a, Math.abs(b)), high),
    1e-6,
  );
  const fade = fadeSeconds * sampleRate;
  for (const channel of channels) {
    for (let sample = 0; sample < channel.length; sample += 1) {
      const edge = Math.min(1, sample / (0.01 * sampleRate), (channel.length - 1 - sample) / fade);
      channel[sample] = (channel[sample] ?? 0) * (0.85 / loudest) * edge;
    }
  }
}

/** 16 bits a sample, channels in turns. */
export function toPcm({ channels: [left, right] }: Sound): Int16Array<ArrayBuffer> {
  const samples = new Int16Array(left.length * 2);
  for (let index = 0; index < left.length; index += 1) {
    samples[index * 2] = Math.round((left[index] ?? 0) * 32_767);
    samples[index * 2 + 1] = Math.round((right[index] ?? 0) * 32_767);
  }
  return samples;
}
