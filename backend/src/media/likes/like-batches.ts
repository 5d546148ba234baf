import { Batches } from '../../common/batches.ts';
import type { LikesNow, LikeWish } from './likes.repository.ts';

type Apply = (wishes: readonly LikeWish[]) => Promise<readonly (LikesNow | undefined)[]>;

/** Statements in flight at most; few, so that each takes many wishes and leaves the pool to others. */
const laneCount = 3;

/**
 * One statement in flight an item: wishes that arrive meanwhile go together in the next one, so that a hot item
 * costs its row one lock for many likes (PERFORMANCE.md «like, hot»). Items share a few lanes, each with one
 * statement in flight, so that likes of many items share statements and commits too. Two wishes of one person for
 * one item keep their order.
 */
export class LikeBatches {
  private readonly lanes: readonly Batches<LikeWish, LikesNow | undefined>[];

  constructor(apply: Apply, lanes = laneCount) {
    const keyOf = ({ mediaId, userId }: LikeWish) => mediaId + userId;
    this.lanes = Array.from({ length: lanes }, () => new Batches(apply, { keyOf }));
  }

  /** What {@link Apply} said of the wish. */
  async add(wish: LikeWish): Promise<LikesNow | undefined> {
    return this.lanes[laneOf(wish.mediaId, this.lanes.length)]?.add(wish);
  }
}

/** By the end of the id, which is random (RFC 9562 §5.7). */
const laneOf = (mediaId: string, lanes: number) => parseInt(mediaId.slice(-6), 16) % lanes;
