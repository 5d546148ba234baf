/**
 * By what the API has the Lambda publish again what an operator took down, from its copies in quarantine, and what the
 * Lambda answers by the queue of inspection results: written strictly, read loosely. Only with the answer is the item
 * public again. Asking twice leaves the same objects.
 */
import * as z from 'zod/mini';
import { uuid } from './common.ts';
import { readLoosely } from './read-loosely.ts';

/** Names a request, so that the answer to an older one is told from it. */
const request = z.string().check(z.maxLength(64));

export const restoreRequestSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('restore'),
  mediaId: uuid,
  userId: uuid,
  request,
  /** What was published, as the item names it. */
  keys: z.array(z.string().check(z.minLength(1), z.maxLength(512))).check(z.minLength(1), z.maxLength(16)),
});
export type RestoreRequest = z.infer<typeof restoreRequestSchema>;

/** What the Lambda reads. */
export const receivedRestoreRequestSchema = readLoosely(restoreRequestSchema);

export const releasedResultSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('RELEASED'),
  mediaId: uuid,
  userId: uuid,
  request,
  /** False where a copy is not there (any more). */
  isWhole: z.boolean(),
});
export type ReleasedResult = z.infer<typeof releasedResultSchema>;

/** What the API reads. */
export const receivedReleasedResultSchema = readLoosely(releasedResultSchema);
export type ReceivedReleasedResult = z.infer<typeof receivedReleasedResultSchema>;
