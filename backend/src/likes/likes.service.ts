import type { LikeState } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { PartitionedBatcher } from '../batching/partitioned-batcher.ts';
import { NotFoundError } from '../errors/errors.ts';
import { EventsService } from '../events/events.service.ts';
import { type Barred, barredError } from '../identity/standing.ts';
import { type LikesNow, LikesRepository, type DesiredLike } from './likes.repository.ts';

@Injectable()
export class LikesService {
  /**
   * One statement in flight an item: requests that arrive meanwhile go together in the next one, so that a hot item
   * costs its row one lock for many likes (docs/performance.md «The database»), and many items share statements and
   * commits. Two requests of one person for one item keep their order.
   */
  private readonly batcher: PartitionedBatcher<DesiredLike, LikesNow | Barred | undefined>;

  constructor(
    likes: LikesRepository,
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
}
