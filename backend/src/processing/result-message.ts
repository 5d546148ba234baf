import { parseStorageKey, type ReceivedResult, receivedResultSchema } from '@media-feed/contract';
import { parseMessage } from './parse-message.ts';
import type { Judgement } from './recorded-result.ts';

/**
 * A verdict as the Lambda sends it (docs/api.md «The queue message»). Whatever a message says, it can name nothing
 * but objects of its own item in the folder of its own type. Throws {@link UnreadableMessageError}.
 */
export function parseVerdictMessage(body: string): Judgement[] {
  const verdict = parseMessage(receivedResultSchema, body, ownObjectsOnly);
  return [toJudgement(verdict)];
}

function ownObjectsOnly(verdict: ReceivedResult): string | undefined {
  if (verdict.outcome !== 'READY') return undefined;
  const foreign = verdict.renditions.some(({ key }) => {
    const parsed = parseStorageKey(key);
    return (
      parsed?.kind !== 'rendition' || parsed.mediaId !== verdict.mediaId || parsed.mediaClass !== verdict.type
    );
  });
  return foreign ? 'a rendition lies outside the folder of its item' : undefined;
}

function toJudgement(verdict: ReceivedResult): Judgement {
  const { mediaId, userId, etag, arrivedAt, inspectedAt } = verdict;
  const common = { mediaId, userId, etag, arrivedAt, inspectedAt };
  if (verdict.outcome === 'REJECTED') {
    return { ...common, outcome: 'REJECTED', reason: verdict.reason, detail: verdict.detail };
  }
  const { type, mimeType, size, width, height, durationSeconds, codecs, renditions, placeholder } = verdict;
  return {
    ...common,
    outcome: 'READY',
    ...{ type, mimeType, size, width, height, durationSeconds, codecs, renditions, placeholder },
  };
}
