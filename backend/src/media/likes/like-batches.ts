import { Batches } from '../../common/batches.ts';
import type { LikesNow, LikeWish } from './likes.repository.ts';

type Apply = (mediaId: string, wishes: readonly LikeWish[]) => Promise<LikesNow | undefined>;

/**
 * One statement in flight an item: wishes that arrive meanwhile go together in the next one, so that a hot item
 * costs its row one lock for many likes (PERFORMANCE.md «like, hot»). Two wishes of one person keep their order.
 */
export class LikeBatches {
  private readonly items = new Map<string, Batches<LikeWish, LikesNow | undefined>>();

  constructor(private readonly apply: Apply) {}

  /** What {@link Apply} said of the batch in which this wish went. */
  async add(mediaId: string, wish: LikeWish): Promise<LikesNow | undefined> {
    const batches = this.items.get(mediaId) ?? this.open(mediaId);
    try {
      return await batches.add(wish);
    } finally {
      if (batches.isIdle) this.items.delete(mediaId);
    }
  }

  private open(mediaId: string): Batches<LikeWish, LikesNow | undefined> {
    const batches = new Batches<LikeWish, LikesNow | undefined>(
      async (wishes) => {
        const now = await this.apply(mediaId, wishes);
        return wishes.map(() => now);
      },
      { keyOf: ({ userId }) => userId },
    );
    this.items.set(mediaId, batches);
    return batches;
  }
}
