/** The waveform of a sound: how loud its loudest sample is, moment by moment. */
import type { Accepted } from '../inspect/inspection.ts';
import { Decoder } from './decoder.ts';
import type { Ffmpeg, Frame } from './ffmpeg.ts';
import { forEachSample } from './samples.ts';
import type { SoundPackets } from './sound-packets.ts';

/** Moments that a waveform has; a byte each. */
const moments = 200;
/** Of a moment that is longer, so much is decoded: ten minutes of sound in all. */
const maxSecondsOfMoment = 3;

/** 0 to 255 for each moment, in base64; undefined where nothing can be decoded. */
export async function measurePeaks(
  ffmpeg: Ffmpeg,
  sound: SoundPackets | undefined,
  { tracks, durationSeconds }: Accepted,
): Promise<string | undefined> {
  const facts = tracks.find(({ kind }) => kind === 'audio');
  const duration = durationSeconds ?? (await sound?.computeDuration());
  if (facts?.kind !== 'audio' || !sound || !duration) return undefined;
  const { description, channels, sampleRateHertz } = sound;
  // What an edit list of ours leaves out at the beginning is an encoder's delay; nothing else is left out.
  const { mediaSeconds = 0, atSeconds = 0 } = facts.parts?.[0] ?? {};
  const peaks = new Uint8Array(moments);
  const momentSeconds = duration / moments;
  const momentAt = (seconds: number): number =>
    Math.max(0, Math.min(moments - 1, Math.floor(seconds / momentSeconds)));
  const decoder = new Decoder(ffmpeg, {
    codec: facts.codec,
    description,
    sound: { channels, sampleRateHertz },
  });
  let [seconds, decoded] = [0, 0];
  const take = (frame: Frame): void => {
    forEachSample(frame, (level, index) => {
      const at = seconds + index / sampleRateHertz;
      // What decoders need to warm up is not heard.
      if (at < 0) return;
      const moment = momentAt(at);
      const peak = Math.min(255, Math.round(level * 255));
      if (peak > (peaks[moment] ?? 0)) peaks[moment] = peak;
    });
    seconds += frame.nbSamples / sampleRateHertz;
    decoded += frame.nbSamples;
  };
  try {
    let wasSkipped = true;
    await sound.read((data, timestamp) => {
      const heardAt = timestamp - mediaSeconds + atSeconds;
      const isSkipped = heardAt - momentAt(heardAt) * momentSeconds > maxSecondsOfMoment;
      if (wasSkipped) seconds = heardAt;
      if (!isSkipped) decoder.decode(data, take);
      wasSkipped = isSkipped;
    });
    decoder.decode(undefined, take);
  } finally {
    decoder.close();
  }
  return decoded > 0 ? Buffer.from(peaks).toString('base64') : undefined;
}
