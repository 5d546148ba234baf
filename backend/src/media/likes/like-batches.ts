import type { LikesNow, LikeWish } from './likes.repository.ts';

type Apply = (mediaId: string, wishes: readonly LikeWish[]) => Promise<LikesNow | undefined>;

interface Waiting {
  readonly wish: LikeWish;
  readonly resolve: (now: LikesNow | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Wishes that one statement takes at most. */
const maxBatch = 500;

/**
 * One statement in flight an item: wishes that arrive meanwhile wait and go together in the next one, so that
 * a hot item costs its row one lock for many likes (PERFORMANCE.md «like, hot»). Two wishes of one person
 * keep their order.
 */
export class LikeBatches {
  private readonly waiting = new Map<string, Waiting[]>();

  constructor(private readonly apply: Apply) {}

  /** What {@link Apply} said of the batch in which this wish went. */
  async add(mediaId: string, wish: LikeWish): Promise<LikesNow | undefined> {
    return new Promise((resolve, reject) => {
      const queue = this.waiting.get(mediaId);
      if (queue) {
        queue.push({ wish, resolve, reject });
      } else {
        this.waiting.set(mediaId, [{ wish, resolve, reject }]);
        void this.drain(mediaId);
      }
    });
  }

  private async drain(mediaId: string): Promise<void> {
    for (;;) {
      const { batch, rest } = takeBatch(this.waiting.get(mediaId) ?? []);
      if (batch.length === 0) break;
      this.waiting.set(mediaId, rest);
      await this.run(mediaId, batch);
    }
    this.waiting.delete(mediaId);
  }

  private async run(mediaId: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const now = await this.apply(
        mediaId,
        batch.map(({ wish }) => wish),
      );
      for (const { resolve } of batch) resolve(now);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

/** The first wish of each person, in order; a person's second one waits for the next batch. */
function takeBatch(queue: readonly Waiting[]): { batch: Waiting[]; rest: Waiting[] } {
  const batch: Waiting[] = [];
  const rest: Waiting[] = [];
  const people = new Set<string>();
  for (const waiting of queue) {
    const goes = batch.length < maxBatch && !people.has(waiting.wish.userId);
    people.add(waiting.wish.userId);
    (goes ? batch : rest).push(waiting);
  }
  return { batch, rest };
}
