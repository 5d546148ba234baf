/** MP3: the frames of sound as they came, behind a new frame that says what they are. */
import type { StreamTargetChunk } from 'mediabunny';
import type { Examination } from '../inspect/examination.ts';
import type { ByteRange } from '../inspect/byte-range.ts';
import { readMp3Sound } from '../inspect/mp3.ts';
import { emptyFrame, infoFrame } from './mp3-info-frame.ts';
import { outputFile } from './output-file.ts';

/** Bytes from the start that are written again: one frame. */
export const mp3FrontBytes = 1441;
const seekPoints = 100;
const headerBytes = 4;

/** @returns frames written. */
export async function writeMp3(
  examination: Examination,
  range: ByteRange,
  stream: WritableStream<StreamTargetChunk>,
): Promise<number> {
  const output = outputFile(stream);
  let header: Uint8Array | undefined;
  const starts: number[] = [];
  let [shortest, longest] = [Infinity, 0];
  const sound = await readMp3Sound(examination, range, async ({ bytes, frames }) => {
    if (!header) {
      header = new Uint8Array(bytes.subarray(0, headerBytes));
      await output.append(emptyFrame(header));
    }
    let start = output.length;
    for (const frame of frames) {
      starts.push(start);
      start += frame.bytes;
      shortest = Math.min(shortest, frame.bytes);
      longest = Math.max(longest, frame.bytes);
    }
    await output.append(bytes);
  });
  if (header) {
    const info = infoFrame({
      ...sound,
      header,
      bytes: output.length,
      seekPoints: Array.from(
        { length: seekPoints },
        (_, index) => starts[Math.floor((starts.length * index) / seekPoints)] ?? 0,
      ),
      // Frames of one rate differ by a byte of padding.
      isConstantRate: longest - shortest <= 1,
    });
    await output.fillIn(0, info);
  }
  await output.close();
  return sound.frames;
}
