import {
  etag8,
  parseStorageKey,
  type PublishedRendition,
  type ReceivedAddedResult,
  receivedAddedResultSchema,
  receivedReleasedResultSchema,
  type ReceivedResult,
  receivedResultSchema,
} from '@media-feed/contract';
import * as z from 'zod';
import { parseMessage } from './parse-message.ts';
import type { RecordedResult } from './recorded-result.ts';

/**
 * A result of the inspector or of the decoder as they send it (docs/api.md «The queue message»). Whatever a message holds, it can
 * name nothing but objects of its own item in the folder of its own type. Throws {@link UnreadableMessageError}.
 */
export function parseResultMessage(body: string): RecordedResult[] {
  const { kind: sent } = parseMessage(kindOnly, body);
  if (sent === 'RELEASED') {
    const { version: _, kind, ...release } = parseMessage(receivedReleasedResultSchema, body);
    return [{ ...release, outcome: kind, arrivedAt: null }];
  }
  if (sent === 'ADDED') {
    const { version: _, kind, ...addition } = parseMessage(receivedAddedResultSchema, body, ownPicturesOnly);
    return [{ ...addition, outcome: kind, arrivedAt: null }];
  }
  return [toRecordedResult(parseMessage(receivedResultSchema, body, ownObjectsOnly))];
}

const kindOnly = z.object({ kind: z.unknown() }).catch({ kind: undefined });

interface Item {
  readonly mediaId: string;
  readonly type: string;
}

function isOfItem({ key }: PublishedRendition, { mediaId, type }: Item, version?: string): boolean {
  const parsed = parseStorageKey(key);
  return (
    parsed?.kind === 'rendition' &&
    parsed.mediaId === mediaId &&
    parsed.mediaClass === type &&
    (version === undefined || parsed.etag8 === version)
  );
}

function ownObjectsOnly(result: ReceivedResult): string | undefined {
  if (result.outcome !== 'READY') return undefined;
  const isOwn = result.renditions.every((rendition) => isOfItem(rendition, result));
  return isOwn ? undefined : 'a rendition lies outside the folder of its item';
}

/** What is added is looked at; what is played came with the inspection result. */
function ownPicturesOnly(result: ReceivedAddedResult): string | undefined {
  const { renditions = [] } = result.poster ?? {};
  if (!renditions.every((rendition) => isOfItem(rendition, result, etag8(result.etag)))) {
    return 'a rendition lies outside the folder of its item';
  }
  return renditions.every(({ mimeType }) => mimeType === 'image/webp') ? undefined : 'a poster is no picture';
}

function toRecordedResult(result: ReceivedResult): RecordedResult {
  const { mediaId, userId, etag, arrivedAt, inspectedAt, processingSeconds } = result;
  const common = { mediaId, userId, etag, arrivedAt, inspectedAt, processingSeconds };
  if (result.outcome === 'REJECTED') {
    const { reason, detail, parameters } = result;
    return { ...common, outcome: 'REJECTED', reason, detail, ...(parameters && { parameters }) };
  }
  const { type, mimeType, size, width, height, durationSeconds, codecs, renditions, placeholder } = result;
  const { notices, original, sha256, soundTags } = result;
  return {
    ...common,
    outcome: 'READY',
    ...{ type, mimeType, size, width, height, durationSeconds, codecs, renditions, placeholder },
    ...(notices && { notices }),
    ...(original !== undefined && { original }),
    ...(sha256 !== undefined && { sha256 }),
    ...(soundTags && { soundTags }),
  };
}
