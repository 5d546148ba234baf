/** WAV: a header of its own, and the samples as they came (Multimedia Programming Interface 1.0 §3). */
import type { StreamTargetChunk } from 'mediabunny';
import type { Examination } from '../inspect/examination.ts';
import type { ByteRange } from '../inspect/byte-range.ts';
import type { TrackFacts } from '../inspect/inspection.ts';
import { outputFile } from './output-file.ts';

/** A multiple of every size of sample. */
const pieceBytes = 240 * 1024;
/** RFC 2361 appendix A. */
const formats = { pcm: 1, float: 3, alaw: 6, ulaw: 7 };

/** Tag and bits of the codecs that a WAV can hold, once their bytes have its order. */
function formatOf(codec: string): { tag: number; bits: number } | undefined {
  if (codec === 'alaw' || codec === 'ulaw') return { tag: formats[codec], bits: 8 };
  const [, kind, bits] = /^pcm-([usf])(8|16|24|32)(?:be)?$/.exec(codec) ?? [];
  return bits === undefined
    ? undefined
    : { tag: kind === 'f' ? formats.float : formats.pcm, bits: Number(bits) };
}

type AudioTrack = Extract<TrackFacts, { kind: 'audio' }>;

export const canBeWav = ({ codec }: TrackFacts): boolean => formatOf(codec) !== undefined;

/** @returns samples of all channels written. */
export async function writeWav(
  examination: Examination,
  track: AudioTrack,
  { from, to }: ByteRange,
  stream: WritableStream<StreamTargetChunk>,
): Promise<number> {
  const { tag, bits } = formatOf(track.codec) ?? { tag: formats.pcm, bits: 8 };
  const channels = track.channels ?? 1;
  const frameBytes = (channels * bits) / 8;
  const frames = Math.floor((to - from) / frameBytes);
  const end = from + frames * frameBytes;
  const output = outputFile(stream);
  await output.append(
    header({ tag, bits, channels, hertz: track.sampleRateHertz ?? 0, soundBytes: end - from }),
  );
  for (let at = from; at < end; at += pieceBytes) {
    const bytes = await examination.bytes(at, Math.min(pieceBytes, end - at));
    await output.append(track.codec.endsWith('be') ? reversed(bytes, bits / 8) : bytes);
  }
  // Chunks begin at even offsets.
  if ((end - from) % 2 === 1) await output.append(new Uint8Array(1));
  await output.close();
  return frames;
}

/** Each sample's bytes in the other order. */
function reversed(bytes: Uint8Array, sampleBytes: number): Uint8Array {
  const other = new Uint8Array(bytes);
  for (let at = 0; at < other.length; at += sampleBytes) other.subarray(at, at + sampleBytes).reverse();
  return other;
}

interface WavFormat {
  readonly tag: number;
  readonly bits: number;
  readonly channels: number;
  readonly hertz: number;
  readonly soundBytes: number;
}

function header({ tag, bits, channels, hertz, soundBytes }: WavFormat): Uint8Array {
  const bytes = new Uint8Array(44);
  const view = new DataView(bytes.buffer);
  const frameBytes = (channels * bits) / 8;
  bytes.set(Buffer.from('RIFF'));
  view.setUint32(4, bytes.length - 8 + soundBytes + (soundBytes % 2), true);
  bytes.set(Buffer.from('WAVEfmt '), 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, tag, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, hertz, true);
  view.setUint32(28, hertz * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, bits, true);
  bytes.set(Buffer.from('data'), 36);
  view.setUint32(40, soundBytes, true);
  return bytes;
}
