/**
 * The queue message by which the consumer has the decoder make a poster or a waveform of a published recording: written
 * strictly, read loosely.
 */
import * as z from 'zod/mini';
import { uuid } from './common.ts';
import { readLoosely } from './read-loosely.ts';

/** What can be decoded: pictures show themselves. */
export const decodableClasses = ['VIDEO', 'AUDIO'] as const;

export const decodeRequestSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('DECODE'),
  mediaId: uuid,
  userId: uuid,
  /** Of the upload that was published, without quotes: what is made carries it, and applies to no other. */
  etag: z.string().check(z.minLength(1), z.maxLength(100)),
  type: z.enum(decodableClasses),
  /** The published rendition that is played. */
  key: z.string().check(z.minLength(1), z.maxLength(512)),
});
export type DecodeRequest = z.infer<typeof decodeRequestSchema>;

/** What the decoder reads. */
export const receivedDecodeRequestSchema = readLoosely(decodeRequestSchema);
