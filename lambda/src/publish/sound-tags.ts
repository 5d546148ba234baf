/** What a sound says of itself: for its owner, who may want it as a caption, and for nobody else. */
import { soundTagSchema, type SoundTags } from '@media-feed/contract';
import type { Accepted } from '../inspect/inspection.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { openRecording } from './open-recording.ts';

/** `undefined` where it says neither. @throws what the reader and the demuxer throw. */
export async function readSoundTags(reader: RangedReader, found: Accepted): Promise<SoundTags | undefined> {
  using input = openRecording(reader, found);
  const { title, artist } = await input.getMetadataTags();
  const tags = { title: readTag(title), artist: readTag(artist) };
  return tags.title === null && tags.artist === null ? undefined : tags;
}

/** One line of text as people write it; what is none, or a novel, is left out. */
function readTag(text: string | undefined): string | null {
  const read = soundTagSchema.safeParse(text?.replaceAll(/\s+/gu, ' '));
  return read.success ? read.data : null;
}
