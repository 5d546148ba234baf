/** Bodies of the upload calls: one presigned PUT, or multipart for large files. */
import * as z from 'zod/mini';
import { lineOfText, timestamp, uuid } from './common.ts';
import { limits } from './limits.ts';
import { mediaStatuses, mediaTexts } from './media.ts';

/**
 * What a client says of the file it is about to send. `contentType` is only a hint, `fileName` only a label
 * for its owner; `size` is in bytes and is what storage will accept. Texts may come later too, by `changeMedia`.
 */
export const requestUploadBodySchema = z.strictObject({
  fileName: lineOfText(1, limits.maxFileNameCodePoints),
  contentType: z.string().check(z.minLength(1), z.maxLength(255)),
  size: z.int().check(z.gte(1)),
  ...mediaTexts,
});
export type RequestUploadBody = z.infer<typeof requestUploadBodySchema>;

/** Headers that the client must set on its request to storage, and no others. */
const headers = z.record(z.string(), z.string());

export const presignedUploadSchema = z.strictObject({
  mediaId: uuid,
  key: z.string(),
  method: z.literal('PUT'),
  url: z.string(),
  headers,
  expiresAt: timestamp,
});
export type PresignedUpload = z.infer<typeof presignedUploadSchema>;

const partNumber = z.int().check(z.gte(1), z.lte(limits.maxParts));

export const multipartUploadSchema = z.strictObject({
  mediaId: uuid,
  key: z.string(),
  uploadId: z.string(),
  /** Bytes of every part but the last. */
  partSize: z.int(),
  partCount: z.int(),
  expiresAt: timestamp,
});
export type MultipartUpload = z.infer<typeof multipartUploadSchema>;

export const signPartsBodySchema = z.strictObject({
  partNumbers: z.array(partNumber).check(
    z.minLength(1),
    z.maxLength(limits.maxPartsPerRequest),
    z.refine((numbers) => new Set(numbers).size === numbers.length, { error: 'Must not repeat a part' }),
  ),
});
export type SignPartsBody = z.infer<typeof signPartsBodySchema>;

export const signedPartsSchema = z.strictObject({
  parts: z.array(z.strictObject({ partNumber, url: z.string(), headers })),
});
export type SignedParts = z.infer<typeof signedPartsSchema>;

/** What storage already holds of a multipart upload. */
export const storedPartsSchema = z.strictObject({
  partSize: z.int(),
  partCount: z.int(),
  parts: z.array(z.strictObject({ partNumber, size: z.int(), etag: z.string() })),
});
export type StoredParts = z.infer<typeof storedPartsSchema>;

export const completeUploadBodySchema = z.strictObject({
  parts: z
    .array(z.strictObject({ partNumber, etag: z.string().check(z.minLength(1), z.maxLength(128)) }))
    .check(z.minLength(1), z.maxLength(limits.maxParts)),
});
export type CompleteUploadBody = z.infer<typeof completeUploadBodySchema>;

export const completedUploadSchema = z.strictObject({ mediaId: uuid, status: z.enum(mediaStatuses) });
export type CompletedUpload = z.infer<typeof completedUploadSchema>;
