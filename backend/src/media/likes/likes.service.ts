import type { LikeState } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../common/errors.ts';
import { LikeAnnouncer } from '../events/like-announcer.ts';
import { LikeBatches } from './like-batches.ts';
import { LikesRepository } from './likes.repository.ts';

@Injectable()
export class LikesService {
  private readonly batches: LikeBatches;

  constructor(
    likes: LikesRepository,
    private readonly announcer: LikeAnnouncer,
  ) {
    this.batches = new LikeBatches((wishes) => likes.applyWishes(wishes));
  }

  /** Idempotent. Throws {@link NotFoundError} unless the item is READY. */
  async setLiked(userId: string, mediaId: string, liked: boolean): Promise<LikeState> {
    // An id may be written in capitals (RFC 9562 §4); the database gives it back in lower case.
    const now = await this.batches.add({ mediaId: mediaId.toLowerCase(), userId, liked });
    if (!now) throw new NotFoundError('There is no such item.');
    if (now.changed) this.announcer.announce(mediaId);
    return { liked, likesCount: now.likesCount };
  }
}
