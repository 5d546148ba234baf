/** S3's event notification, as far as it is needed. */
import * as z from 'zod/mini';
import { parseStorageKey } from '@media-feed/contract';

/**
 * One record (S3 User Guide, «Event message structure»). `sequencer` and `responseElements` are absent from
 * events that the reconciler makes; `eTag` too, and then any version is inspected.
 */
const recordSchema = z.object({
  eventTime: z.string(),
  responseElements: z.optional(z.record(z.string(), z.string())),
  s3: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      eTag: z.optional(z.string()),
      sequencer: z.optional(z.string()),
    }),
  }),
});

/** An upload that has arrived, as an event tells of it. */
export interface Arrival {
  readonly key: string;
  readonly userId: string;
  readonly mediaId: string;
  readonly eventId: string;
  /** ISO 8601, UTC. */
  readonly arrivedAt: string;
  /** Without quotes; undefined where the event does not say. */
  readonly etag: string | undefined;
}

/** `undefined` for a record of another bucket, of a key that is no upload, or of another shape. */
export function parseRecord(record: unknown, uploadsBucket: string): Arrival | undefined {
  const parsed = recordSchema.safeParse(record);
  if (!parsed.success || parsed.data.s3.bucket.name !== uploadsBucket) return undefined;
  const { eventTime, responseElements, s3 } = parsed.data;
  const key = decodeKey(s3.object.key);
  const names = key === undefined ? undefined : parseStorageKey(key);
  const arrived = new Date(eventTime);
  if (key === undefined || names?.kind !== 'upload' || Number.isNaN(arrived.getTime())) return undefined;
  const ids = [responseElements?.['x-amz-request-id'], s3.object.sequencer].filter(Boolean);
  return {
    key,
    userId: names.userId,
    mediaId: names.mediaId,
    eventId: (ids.join('.') || `${names.mediaId}.${eventTime}`).slice(0, 200),
    arrivedAt: arrived.toISOString(),
    etag: s3.object.eTag?.replaceAll('"', ''),
  };
}

/** S3 encodes keys in events like form fields: a space is `+`. */
function decodeKey(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
