import { type LikeState, uuid } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import * as z from 'zod';
import { PartitionedBatcher } from '../batching/partitioned-batcher.ts';
import { NotFoundError } from '../errors/errors.ts';
import { EventsService } from '../events/events.service.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { type Barred, barredError } from '../identity/standing.ts';
import { type LikesNow, LikesRepository, type DesiredLike } from './likes.repository.ts';

const positionSchema = z.strictObject({ mediaId: uuid });

@Injectable()
export class LikesService {
  /**
   * One statement in flight an item: requests that arrive meanwhile go together in the next one, so that a hot item
   * costs its row one lock for many likes (docs/performance.md «The database»), and many items share statements and
   * commits. Two requests of one person for one item keep their order.
   */
  private readonly batcher: PartitionedBatcher<DesiredLike, LikesNow | Barred | undefined>;

  constructor(
    private readonly likes: LikesRepository,
    private readonly events: EventsService,
  ) {
    this.batcher = new PartitionedBatcher((desired) => likes.apply(desired), {
      partitionBy: ({ mediaId }) => mediaId,
      keyOf: ({ mediaId, userId }) => mediaId + userId,
    });
  }

  /** Idempotent. Throws {@link NotFoundError} unless the item is READY, and what `barredError` says. */
  async setLiked(userId: string, mediaId: string, liked: boolean): Promise<LikeState> {
    // An id may be written in capitals (RFC 9562 §4); the database gives it back in lower case.
    const now = await this.batcher.add({ mediaId: mediaId.toLowerCase(), userId, liked });
    if (typeof now === 'string') throw barredError(now);
    if (!now) throw new NotFoundError('There is no such item.');
    if (now.changed) this.events.announceLike(mediaId);
    return { liked, likesCount: now.likesCount };
  }

  /** What that person likes, also what others do not see by now. Throws a validation error for a strange cursor. */
  async listOwn(
    userId: string,
    { cursor, size }: { readonly cursor: string | undefined; readonly size: number },
  ): Promise<{ items: { mediaId: string; likedAt: string }[]; nextCursor: string | null }> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, positionSchema).mediaId;
    const rows = await this.likes.findOf(userId, after, size + 1);
    const items = rows
      .slice(0, size)
      .map((row) => ({ mediaId: row.media_id, likedAt: row.created_at.toISOString() }));
    const last = items.at(-1);
    const nextCursor = rows.length > size && last ? encodeCursor({ mediaId: last.mediaId }) : null;
    return { items, nextCursor };
  }
}
