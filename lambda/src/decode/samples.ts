/** How loud the samples of a decoded frame are. */
import type { Frame } from './ffmpeg.ts';

type Samples = Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array;

interface SampleFormat {
  readonly bytes: 1 | 2 | 4 | 8;
  readonly view: (buffer: ArrayBufferLike, offset: number, length: number) => Samples;
  /** What stands for silence, and how far from it the loudest sample is. */
  readonly silence: number;
  readonly loudest: number;
}

/** FFmpeg's AVSampleFormat, packed; those with a plane for each channel are numbered 5 higher. */
const formats: readonly SampleFormat[] = [
  { bytes: 1, view: (...at) => new Uint8Array(...at), silence: 128, loudest: 128 },
  { bytes: 2, view: (...at) => new Int16Array(...at), silence: 0, loudest: 2 ** 15 },
  { bytes: 4, view: (...at) => new Int32Array(...at), silence: 0, loudest: 2 ** 31 },
  { bytes: 4, view: (...at) => new Float32Array(...at), silence: 0, loudest: 1 },
  { bytes: 8, view: (...at) => new Float64Array(...at), silence: 0, loudest: 1 },
];
const firstPlanar = formats.length;

/**
 * Calls `take` with the distance of each sample from silence, 0 to 1 (decoders may give more), in all channels, and its
 * place within the frame.
 */
export function forEachSample(frame: Frame, take: (level: number, index: number) => void): void {
  const isPlanar = frame.format >= firstPlanar;
  const format = formats[isPlanar ? frame.format - firstPlanar : frame.format];
  if (!format) return;
  const perPlane = isPlanar ? 1 : Math.max(1, frame.channels);
  const { silence, loudest } = format;
  for (const plane of frame.extendedData ?? []) {
    const samples = samplesOf(plane, format, frame.nbSamples * perPlane);
    for (let at = 0; at < samples.length; at += 1) {
      take(Math.abs((samples[at] ?? silence) - silence) / loudest, Math.floor(at / perPlane));
    }
  }
}

/** What FFmpeg gives may be longer, and stand at an odd place. */
function samplesOf(plane: Buffer, { bytes, view }: SampleFormat, wanted: number): Samples {
  const count = Math.min(wanted, Math.floor(plane.length / bytes));
  if (plane.byteOffset % bytes === 0) return view(plane.buffer, plane.byteOffset, count);
  return view(Uint8Array.from(plane).buffer, 0, count);
}
