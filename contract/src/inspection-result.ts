/**
 * The queue message that carries an inspection result from the Lambda to the API: written strictly, read loosely.
 *
 * A newer Lambda meets an older API while one of them is deployed. What the older API can do without must not send
 * its messages to the dead-letter queue:
 * - fields that it does not know are dropped, at any level;
 * - a rejection reason and a media type that it does not know are recorded as they are: the row outlives the API that
 *   writes it. In the answers of the older API, which keep to its contract, such a reason is INTERNAL (with the
 *   sentence that came with it) and such a media type null, until the newer one shows them.
 *
 * What an older API cannot record fails: another `version`, `kind` or `outcome`, another class of media. That is for
 * changes that need the API to be deployed first; such a message waits in the dead-letter queue for a redrive.
 */
import * as z from 'zod/mini';
import { sha256Schema, timestamp, uuid } from './common.ts';
import { mediaClasses, publishableMediaTypes } from './media-types.ts';
import { readLoosely } from './read-loosely.ts';
import { maxNotices, noticeSchema } from './notices.ts';
import { rejectionParametersSchema, rejectionReasons } from './rejection.ts';
import { soundTagsSchema } from './sound-tags.ts';

export const publishedRenditionSchema = z.strictObject({
  /** Such as `320.webp`, `video.mp4`; smallest picture first, what is played last. */
  name: z.string().check(z.minLength(1), z.maxLength(64)),
  key: z.string().check(z.minLength(1), z.maxLength(512)),
  mimeType: z.string().check(z.minLength(1), z.maxLength(100)),
  width: z.nullable(z.int().check(z.gte(1))),
  height: z.nullable(z.int().check(z.gte(1))),
  /** Bytes. */
  size: z.int().check(z.gte(1)),
});
export type PublishedRendition = z.infer<typeof publishedRenditionSchema>;

const envelope = {
  version: z.literal(1),
  /** Absent means the same; other kinds may come, and must not be taken for this one. */
  kind: z.optional(z.literal('INSPECTED')),
  mediaId: uuid,
  userId: uuid,
  /** The S3 event record that led here, for tracing. */
  eventId: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Of the upload that was inspected, without quotes. */
  etag: z.string().check(z.minLength(1), z.maxLength(100)),
  arrivedAt: timestamp,
  inspectedAt: timestamp,
  /** Processor time that the file has cost, to the millisecond; an older Lambda does not tell. */
  processingSeconds: z.optional(z.number().check(z.gte(0))),
};

export const readyResultSchema = z.strictObject({
  ...envelope,
  outcome: z.literal('READY'),
  type: z.enum(mediaClasses),
  mimeType: z.enum(publishableMediaTypes),
  /** Bytes of the upload. */
  size: z.int().check(z.gte(1)),
  width: z.nullable(z.int().check(z.gte(1))),
  height: z.nullable(z.int().check(z.gte(1))),
  durationSeconds: z.nullable(z.number().check(z.gte(0))),
  codecs: z.array(z.string().check(z.maxLength(100))).check(z.maxLength(16)),
  renditions: z.array(publishedRenditionSchema).check(z.minLength(1), z.maxLength(16)),
  placeholder: z.nullable(z.string().check(z.maxLength(64))),
  /** What the owner should know about it; an older Lambda sends none. */
  notices: z.optional(z.array(noticeSchema).check(z.maxLength(maxNotices))),
  /** Whether the very file was kept for its owner; an older Lambda keeps none. */
  original: z.optional(z.boolean()),
  /** Of the upload; absent where the Lambda keeps no original or could not read it whole again in time. */
  sha256: z.optional(sha256Schema),
  /** What a sound says of itself; absent where it says nothing, and from an older Lambda. */
  soundTags: z.optional(soundTagsSchema),
});
export type ReadyResult = z.infer<typeof readyResultSchema>;

export const rejectedResultSchema = z.strictObject({
  ...envelope,
  outcome: z.literal('REJECTED'),
  reason: z.enum(rejectionReasons),
  /** A sentence for people, in English. */
  detail: z.string().check(z.minLength(1), z.maxLength(500)),
  /** What the sentence tells; an older Lambda sends none. */
  parameters: z.optional(rejectionParametersSchema),
});
export type RejectedResult = z.infer<typeof rejectedResultSchema>;

/** What the Lambda writes. */
export const inspectionResultSchema = z.discriminatedUnion('outcome', [
  readyResultSchema,
  rejectedResultSchema,
]);
export type InspectionResult = z.infer<typeof inspectionResultSchema>;

/** A code in place of an enumeration that a newer Lambda may have added to. */
const mediaTypeOfLater = z.string().check(z.regex(/^[a-z]{1,20}\/[a-z0-9][a-z0-9.+-]{0,60}$/));
const reasonOfLater = z.string().check(z.regex(/^[A-Z][A-Z_]{0,39}$/));

/** No result is lost for it. */
const looseCost = z.catch(envelope.processingSeconds, undefined);

/** What the API reads. */
export const receivedResultSchema = z.discriminatedUnion('outcome', [
  z.extend(readLoosely(readyResultSchema), {
    mimeType: mediaTypeOfLater,
    processingSeconds: looseCost,
    /** The item is published without them: what is no list of notices is dropped. */
    notices: z.catch(readLoosely(readyResultSchema.shape.notices), undefined),
    sha256: z.catch(readyResultSchema.shape.sha256, undefined),
    soundTags: z.catch(readLoosely(readyResultSchema.shape.soundTags), undefined),
  }),
  z.extend(readLoosely(rejectedResultSchema), {
    processingSeconds: looseCost,
    reason: reasonOfLater,
    /** The sentence says the same: what is no object of this kind is dropped. */
    parameters: z.catch(z.optional(rejectionParametersSchema), undefined),
  }),
]);
export type ReceivedResult = z.infer<typeof receivedResultSchema>;
export type ReceivedReadyResult = Extract<ReceivedResult, { outcome: 'READY' }>;
export type ReceivedRejectedResult = Extract<ReceivedResult, { outcome: 'REJECTED' }>;
