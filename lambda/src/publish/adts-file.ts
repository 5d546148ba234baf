/** AAC in ADTS: the frames as they came, and nothing else. */
import type { StreamTargetChunk } from 'mediabunny';
import { readAdtsSound } from '../inspect/adts.ts';
import type { Examination } from '../inspect/examination.ts';
import type { ByteRange } from '../inspect/byte-range.ts';
import { outputFile } from './output-file.ts';

/** @returns frames written. */
export async function writeAdts(
  examination: Examination,
  range: ByteRange,
  stream: WritableStream<StreamTargetChunk>,
): Promise<number> {
  const output = outputFile(stream);
  const { frames } = await readAdtsSound(examination, range, (bytes) => output.append(bytes));
  await output.close();
  return frames;
}
