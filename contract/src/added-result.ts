/**
 * The queue message that carries what was made of a published recording afterwards, from the decoder to the API: written
 * strictly, read loosely. It comes by the queue of inspection results, from which its `kind` tells it apart, and
 * applies only to a READY item of that ETag.
 */
import * as z from 'zod/mini';
import { timestamp, uuid } from './common.ts';
import { decodableClasses } from './decode-request.ts';
import { publishedRenditionSchema } from './inspection-result.ts';
import { readLoosely } from './read-loosely.ts';

/** Bytes of a waveform: 0 to 255 for each moment, as loud as its loudest sample. */
export const maxPeaksBytes = 800;

/** Base64 of such bytes. */
export const peaksSchema = z
  .string()
  .check(z.minLength(4), z.maxLength(Math.ceil(maxPeaksBytes / 3) * 4), z.regex(/^[A-Za-z0-9+/]+={0,2}$/));

export const addedResultSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('ADDED'),
  mediaId: uuid,
  userId: uuid,
  /** Of the upload that was published, without quotes. */
  etag: z.string().check(z.minLength(1), z.maxLength(100)),
  type: z.enum(decodableClasses),
  decodedAt: timestamp,
  /** Processor time that it has cost. */
  processingSeconds: z.optional(z.number().check(z.gte(0))),
  /** Absent where nothing can be shown of it. */
  poster: z.optional(
    z.strictObject({
      /** Smallest first. */
      renditions: z.array(publishedRenditionSchema).check(z.minLength(1), z.maxLength(16)),
      /** A thumbhash in base64. */
      placeholder: z.nullable(z.string().check(z.maxLength(64))),
    }),
  ),
  /** Of sound alone; absent where it can't be decoded. */
  peaks: z.optional(peaksSchema),
});
export type AddedResult = z.infer<typeof addedResultSchema>;

/** What the API reads. */
export const receivedAddedResultSchema = readLoosely(addedResultSchema);
export type ReceivedAddedResult = z.infer<typeof receivedAddedResultSchema>;
