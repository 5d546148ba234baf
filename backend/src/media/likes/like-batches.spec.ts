import { describe, expect, it } from '@jest/globals';
import { LikeBatches } from './like-batches.ts';
import type { LikesNow, LikeWish } from './likes.repository.ts';

/** An item's likes in memory, that answers when it is told to. */
function fakeItem() {
  const likes = new Set<string>();
  const batches: (readonly LikeWish[])[] = [];
  const gates: (() => void)[] = [];
  const apply = async (_mediaId: string, wishes: readonly LikeWish[]): Promise<LikesNow> => {
    batches.push(wishes);
    await new Promise<void>((resolve) => gates.push(resolve));
    for (const { userId, liked } of wishes) {
      if (liked) likes.add(userId);
      else likes.delete(userId);
    }
    return { likesCount: likes.size, changed: true };
  };
  const answerNext = async () => {
    while (gates.length === 0) await Promise.resolve();
    gates.shift()?.();
  };
  return { apply, batches, answerNext };
}

const namesOf = (batch: readonly LikeWish[] | undefined) => batch?.map(({ userId }) => userId);

describe('LikeBatches', () => {
  it('lets wishes that arrive meanwhile wait, and go together', async () => {
    const { apply, batches, answerNext } = fakeItem();
    const likes = new LikeBatches(apply);
    const all = ['ada', 'bob', 'cy', 'dee'].map((userId) => likes.add('sea', { userId, liked: true }));
    await answerNext();
    await answerNext();
    expect((await Promise.all(all)).map((now) => now?.likesCount)).toEqual([1, 4, 4, 4]);
    expect(batches.map(namesOf)).toEqual([['ada'], ['bob', 'cy', 'dee']]);
  });

  it('keeps the order of one person’s wishes', async () => {
    const { apply, batches, answerNext } = fakeItem();
    const likes = new LikeBatches(apply);
    const wishes = [true, false, true].map((liked) => likes.add('sea', { userId: 'ada', liked }));
    for (const _wish of wishes) await answerNext();
    expect((await Promise.all(wishes)).map((now) => now?.likesCount)).toEqual([1, 0, 1]);
    expect(batches).toHaveLength(3);
  });

  it('keeps items apart', async () => {
    const { apply, batches, answerNext } = fakeItem();
    const likes = new LikeBatches(apply);
    const both = ['sea', 'sky'].map((mediaId) => likes.add(mediaId, { userId: 'ada', liked: true }));
    expect(batches).toHaveLength(2);
    await answerNext();
    await answerNext();
    await Promise.all(both);
  });
});
