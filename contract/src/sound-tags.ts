/** What a sound file says of itself. It is told to its owner alone, and published only as a caption that they write. */
import * as z from 'zod/mini';
import { lineOfText } from './common.ts';

export const soundTagSchema = lineOfText(1, 200);

export const soundTagsSchema = z.strictObject({
  title: z.nullable(soundTagSchema),
  artist: z.nullable(soundTagSchema),
});
export type SoundTags = z.infer<typeof soundTagsSchema>;
