import { parseStorageKey, type ReceivedResult, receivedResultSchema } from '@media-feed/contract';
import { parseMessage } from './parse-message.ts';
import type { RecordedResult } from './recorded-result.ts';

/**
 * An inspection result as the Lambda sends it (docs/api.md «The queue message»). Whatever a message holds, it can
 * name nothing but objects of its own item in the folder of its own type. Throws {@link UnreadableMessageError}.
 */
export function parseResultMessage(body: string): RecordedResult[] {
  const result = parseMessage(receivedResultSchema, body, ownObjectsOnly);
  return [toRecordedResult(result)];
}

function ownObjectsOnly(result: ReceivedResult): string | undefined {
  if (result.outcome !== 'READY') return undefined;
  const foreign = result.renditions.some(({ key }) => {
    const parsed = parseStorageKey(key);
    return (
      parsed?.kind !== 'rendition' || parsed.mediaId !== result.mediaId || parsed.mediaClass !== result.type
    );
  });
  return foreign ? 'a rendition lies outside the folder of its item' : undefined;
}

function toRecordedResult(result: ReceivedResult): RecordedResult {
  const { mediaId, userId, etag, arrivedAt, inspectedAt, processingMilliseconds } = result;
  const common = { mediaId, userId, etag, arrivedAt, inspectedAt, processingMilliseconds };
  if (result.outcome === 'REJECTED') {
    const { reason, detail, parameters } = result;
    return { ...common, outcome: 'REJECTED', reason, detail, ...(parameters && { parameters }) };
  }
  const { type, mimeType, size, width, height, durationSeconds, codecs, renditions, placeholder, notices } =
    result;
  return {
    ...common,
    outcome: 'READY',
    ...{ type, mimeType, size, width, height, durationSeconds, codecs, renditions, placeholder },
    ...(notices && { notices }),
  };
}
