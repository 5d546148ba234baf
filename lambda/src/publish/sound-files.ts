/** Sound whose frames the inspection finds by itself is written by the same readers, and by no library's guesses. */
import type { StreamTargetChunk } from 'mediabunny';
import { Examination } from '../inspect/examination.ts';
import type { Accepted, InspectionLimits } from '../inspect/inspection.ts';
import { readerBehind, type RangedReader } from '../inspect/ranged-reader.ts';
import { writeAdts } from './adts-file.ts';
import { flacFrontBytes, writeFlac } from './flac-file.ts';
import { mp3FrontBytes, writeMp3 } from './mp3-file.ts';
import { writeOggFlac } from './ogg-flac.ts';
import { oggFrontBytes, writeOgg } from './ogg-file.ts';
import { canBeWav, writeWav } from './wav-file.ts';

export interface SoundFile {
  /** Bytes from the start of the output that may be written again until the end. */
  readonly frontBytes: number;
  /** @returns packets written. @throws `Malformed` where the sound is damaged; whatever reading or writing throws. */
  write(stream: WritableStream<StreamTargetChunk>): Promise<number>;
}

/** `undefined` for what lies in a container of tracks. */
export function soundFileOf(
  reader: RangedReader,
  { mimeType, target, soundRange, startsAt = 0, tracks: [track] }: Accepted,
  limits: InspectionLimits,
): SoundFile | undefined {
  const examination = new Examination(readerBehind(reader, startsAt), limits, 'whole');
  if (target === 'mp3' && soundRange) {
    return { frontBytes: mp3FrontBytes, write: (stream) => writeMp3(examination, soundRange, stream) };
  }
  if (target === 'adts' && soundRange) {
    return { frontBytes: 0, write: (stream) => writeAdts(examination, soundRange, stream) };
  }
  if (mimeType === 'audio/flac') {
    return { frontBytes: flacFrontBytes, write: (stream) => writeFlac(examination, stream) };
  }
  if (mimeType === 'audio/ogg' && target === 'flac') {
    return { frontBytes: flacFrontBytes, write: (stream) => writeOggFlac(examination, stream) };
  }
  if (mimeType === 'audio/ogg') {
    return { frontBytes: oggFrontBytes, write: (stream) => writeOgg(examination, stream) };
  }
  if (target === 'wav' && soundRange && track?.kind === 'audio' && canBeWav(track)) {
    return { frontBytes: 0, write: (stream) => writeWav(examination, track, soundRange, stream) };
  }
  return undefined;
}
