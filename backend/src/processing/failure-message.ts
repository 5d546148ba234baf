import { generalRejectionSentence, parseStorageKey } from '@media-feed/contract';
import * as z from 'zod';
import type { RecordedRejection } from './recorded-result.ts';
import { parseMessage, UnreadableMessageError } from './parse-message.ts';

/**
 * What Lambda sends to the destination of failed asynchronous calls: an envelope around the S3 event that the
 * function was called with (AWS Lambda, «Capturing records of asynchronous invocations»).
 */
const failureEnvelopeSchema = z.object({
  requestContext: z.object({ condition: z.string() }),
  requestPayload: z.union([
    z.object({
      Records: z
        .array(
          z.object({
            eventTime: z.iso.datetime().optional(),
            s3: z.object({ object: z.object({ key: z.string(), eTag: z.string().optional() }) }),
          }),
        )
        .min(1),
    }),
    z.object({ kind: z.literal('restore') }),
  ]),
});

/** Nothing of a request to publish again: the reconciler repeats it. Throws {@link UnreadableMessageError}. */
export function parseFailureMessage(body: string): RecordedRejection[] {
  const { requestPayload } = parseMessage(failureEnvelopeSchema, body);
  if ('kind' in requestPayload) return [];
  return requestPayload.Records.map(({ eventTime, s3: { object } }) => {
    const key = parseStorageKey(decodeEventKey(object.key));
    if (key?.kind !== 'upload') throw new UnreadableMessageError('The failure is of an unknown object');
    return {
      mediaId: key.mediaId,
      userId: key.userId,
      etag: object.eTag ?? null,
      arrivedAt: eventTime ?? null,
      inspectedAt: null,
      outcome: 'REJECTED',
      reason: 'INTERNAL',
      detail: generalRejectionSentence('INTERNAL'),
    };
  });
}

/** S3 events encode keys as forms do: spaces are plus signs. */
function decodeEventKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw new UnreadableMessageError('The key of the failure is not encoded correctly');
  }
}
