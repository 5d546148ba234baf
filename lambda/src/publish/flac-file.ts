/** FLAC: the frames as they came behind a STREAMINFO of their own, which is the file's only metadata (RFC 9639 §8.2). */
import type { StreamTargetChunk } from 'mediabunny';
import type { Examination } from '../inspect/examination.ts';
import { readFlac, type StreamInfo } from '../inspect/flac.ts';
import { outputFile } from './output-file.ts';

const pieceBytes = 256 * 1024;
const streamInfoBytes = 34;
/** What precedes the frames: "fLaC", the block's header, the block. */
export const flacFrontBytes = 4 + 4 + streamInfoBytes;
const smallestBlock = 16;

/** @returns frames written. */
export async function writeFlac(
  examination: Examination,
  stream: WritableStream<StreamTargetChunk>,
): Promise<number> {
  const { info, sound } = await readFlac(examination);
  const output = outputFile(stream);
  await output.append(flacHeader(info, sound));
  for (let at = sound.range.from; at < sound.range.to; at += pieceBytes) {
    await output.append(await examination.upTo(at, Math.min(pieceBytes, sound.range.to - at)));
  }
  await output.close();
  return sound.frames;
}

/** @param sound what the frames hold in truth. */
export function flacHeader(
  { block, totalSamples }: Pick<StreamInfo, 'block' | 'totalSamples'>,
  sound: { frames: number; samples: number },
): Uint8Array {
  const known = new Uint8Array(block);
  const view = new DataView(known.buffer);
  // The smallest block leaves out the last one, so that a single frame has only itself.
  const smallest = sound.frames === 1 ? Math.min(sound.samples, view.getUint16(2)) : view.getUint16(0);
  view.setUint16(0, Math.max(smallestBlock, smallest));
  // Sizes of frames, in bytes: 0 is unknown.
  known.fill(0, 4, 10);
  if (totalSamples !== sound.samples) {
    // 36 bits, of which the first 4 share their byte; and the MD5 of other samples than these.
    known[13] = (view.getUint8(13) & 0xf0) | (Math.floor(sound.samples / 2 ** 32) & 0x0f);
    view.setUint32(14, sound.samples % 2 ** 32);
    known.fill(0, 18);
  }
  // §8.1: the block's type 0 with the flag of the last metadata block.
  return new Uint8Array([...Buffer.from('fLaC'), 0x80, 0, 0, streamInfoBytes, ...known]);
}
