/** A like as cheap as can be: the item of the path, the person of the token, the product's own batch and statement. */
import type { IncomingMessage } from 'node:http';
import type { Pool } from 'pg';
import { applyDesired } from '../../backend/src/likes/likes-statements.ts';
import { callerOf } from './bare-caller.ts';
import { builtClass } from './built-backend.ts';

interface Desired {
  readonly mediaId: string;
  readonly userId: string;
  readonly liked: boolean;
}

interface Batcher {
  add(desired: Desired): Promise<number>;
}

/** `POST` and `DELETE /likes?ID`. */
export async function bareLikes(pool: Pool): Promise<(request: IncomingMessage) => Promise<string>> {
  const PartitionedBatcher = await builtClass<Batcher>('batching/partitioned-batcher', 'PartitionedBatcher');
  const apply = async (desired: readonly Desired[]): Promise<number[]> => {
    const { rows } = await pool.query<{ id: string; likes_count: number }>({
      ...applyDesired,
      values: [
        desired.map(({ mediaId }) => mediaId),
        desired.map(({ userId }) => userId),
        desired.map(({ liked }) => liked),
      ],
    });
    const counts = new Map(rows.map((row) => [row.id, row.likes_count]));
    return desired.map(({ mediaId }) => counts.get(mediaId) ?? 0);
  };
  const batcher = new PartitionedBatcher(apply, {
    partitionBy: ({ mediaId }: Desired) => mediaId,
    keyOf: ({ mediaId, userId }: Desired) => mediaId + userId,
  });
  return async (request) => {
    const liked = request.method === 'POST';
    const mediaId = (request.url ?? '').split('?')[1] ?? '';
    const likesCount = await batcher.add({ mediaId, userId: callerOf(request), liked });
    return JSON.stringify({ liked, likesCount });
  };
}
