import { mutationOptions } from '@tanstack/react-query';
import { limits, type BatchAction, type Client, type ProblemCode } from '@media-feed/contract';

export interface MediaBatch {
  readonly action: BatchAction;
  readonly mediaIds: readonly string[];
  readonly tag?: string;
}

/** Why, of those for which it was not done. As many requests as it takes, one after the other. */
async function batchMedia(
  api: Client,
  { mediaIds, ...batch }: MediaBatch,
): Promise<ReadonlyMap<string, ProblemCode>> {
  const refused = new Map<string, ProblemCode>();
  for (let start = 0; start < mediaIds.length; start += limits.maxBatchItems) {
    const body = { ...batch, mediaIds: mediaIds.slice(start, start + limits.maxBatchItems) };
    const { results } = await api('batchMedia', { body });
    for (const { mediaId, code } of results) if (code !== undefined) refused.set(mediaId, code);
  }
  return refused;
}

/** Fails at once while offline, as each action by itself does. */
export const batchMediaOptions = (api: Client) =>
  mutationOptions({
    mutationKey: ['media', 'batch'],
    mutationFn: (batch: MediaBatch) => batchMedia(api, batch),
    networkMode: 'always',
  });
