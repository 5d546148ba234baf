/** The queue message that carries an inspection result from the Lambda to the API. */
import * as z from 'zod/mini';
import { timestamp, uuid } from './common.ts';
import { mediaClasses, mediaTypes } from './media-types.ts';
import { rejectionReasons } from './rejection.ts';

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
  mediaId: uuid,
  userId: uuid,
  /** The S3 event record that led here, for tracing. */
  eventId: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Of the upload that was inspected, without quotes. */
  etag: z.string().check(z.minLength(1), z.maxLength(100)),
  arrivedAt: timestamp,
  inspectedAt: timestamp,
};

export const readyResultSchema = z.strictObject({
  ...envelope,
  outcome: z.literal('READY'),
  type: z.enum(mediaClasses),
  mimeType: z.enum(mediaTypes),
  /** Bytes of the upload. */
  size: z.int().check(z.gte(1)),
  width: z.nullable(z.int().check(z.gte(1))),
  height: z.nullable(z.int().check(z.gte(1))),
  durationSeconds: z.nullable(z.number().check(z.gte(0))),
  codecs: z.array(z.string().check(z.maxLength(100))).check(z.maxLength(16)),
  renditions: z.array(publishedRenditionSchema).check(z.minLength(1), z.maxLength(16)),
  placeholder: z.nullable(z.string().check(z.maxLength(64))),
});
export type ReadyResult = z.infer<typeof readyResultSchema>;

export const rejectedResultSchema = z.strictObject({
  ...envelope,
  outcome: z.literal('REJECTED'),
  reason: z.enum(rejectionReasons),
  /** A sentence for people. */
  detail: z.string().check(z.minLength(1), z.maxLength(500)),
});
export type RejectedResult = z.infer<typeof rejectedResultSchema>;

export const inspectionResultSchema = z.discriminatedUnion('outcome', [
  readyResultSchema,
  rejectedResultSchema,
]);
export type InspectionResult = z.infer<typeof inspectionResultSchema>;
