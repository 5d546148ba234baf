/** FLAC out of Ogg (RFC 9639 §10.1) into a file of its own, which every browser plays: frames go over untouched. */
import type { StreamTargetChunk } from 'mediabunny';
import type { Examination } from '../inspect/examination.ts';
import { readStreamInfo } from '../inspect/flac.ts';
import { flacInfoAt } from '../inspect/ogg-heads.ts';
import { OggSoundReader } from '../inspect/ogg-sound.ts';
import { flacHeader } from './flac-file.ts';
import { outputFile } from './output-file.ts';

/** @returns frames written. */
export async function writeOggFlac(
  examination: Examination,
  stream: WritableStream<StreamTargetChunk>,
): Promise<number> {
  const output = outputFile(stream);
  const reader = new OggSoundReader(examination, {
    begin: ({ head }) =>
      output.append(flacHeader(readStreamInfo(head.subarray(flacInfoAt)), { frames: 0, samples: 0 })),
    page: ({ content }) => output.append(content),
  });
  const sound = await reader.read();
  if (sound) {
    const samples = Math.round(sound.seconds * sound.stream.granuleHertz);
    const info = readStreamInfo(sound.stream.head.subarray(flacInfoAt));
    await output.fillIn(0, flacHeader(info, { frames: sound.packets, samples }));
  }
  await output.close();
  return sound?.packets ?? 0;
}
