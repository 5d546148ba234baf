import { describe, expect, it } from '@jest/globals';
import { LikeBatches } from './like-batches.ts';
import type { LikesNow, LikeWish } from './likes.repository.ts';

/** Likes in memory, that are applied when it is told to. */
function fakeItems() {
  const likes = new Set<string>();
  const batches: (readonly LikeWish[])[] = [];
  const gates: (() => void)[] = [];
  const apply = async (wishes: readonly LikeWish[]): Promise<LikesNow[]> => {
    batches.push(wishes);
    await new Promise<void>((resolve) => gates.push(resolve));
    for (const { mediaId, userId, liked } of wishes) {
      if (liked) likes.add(mediaId + userId);
      else likes.delete(mediaId + userId);
    }
    const countOf = (mediaId: string) => [...likes].filter((like) => like.startsWith(mediaId)).length;
    return wishes.map(({ mediaId }) => ({ likesCount: countOf(mediaId), changed: true }));
  };
  const answerNext = async () => {
    while (gates.length === 0) await Promise.resolve();
    gates.shift()?.();
  };
  return { apply, batches, answerNext };
}

/** Ids that end in the digit, whose lanes are others where there are several. */
const sea = '0198c0de-0000-7000-8000-000000000000';
const sky = '0198c0de-0000-7000-8000-000000000001';
const wishOf = (mediaId: string, userId: string, liked = true): LikeWish => ({ mediaId, userId, liked });
const namesOf = (batch: readonly LikeWish[] | undefined) => batch?.map(({ userId }) => userId);

describe('LikeBatches', () => {
  it('lets wishes that arrive meanwhile wait, and go together', async () => {
    const { apply, batches, answerNext } = fakeItems();
    const likes = new LikeBatches(apply);
    const all = ['ada', 'bob', 'cy', 'dee'].map((userId) => likes.add(wishOf(sea, userId)));
    await answerNext();
    await answerNext();
    expect((await Promise.all(all)).map((now) => now?.likesCount)).toEqual([1, 4, 4, 4]);
    expect(batches.map(namesOf)).toEqual([['ada'], ['bob', 'cy', 'dee']]);
  });

  it('keeps the order of one person’s wishes', async () => {
    const { apply, batches, answerNext } = fakeItems();
    const likes = new LikeBatches(apply);
    const wishes = [true, false, true].map((liked) => likes.add(wishOf(sea, 'ada', liked)));
    for (const _wish of wishes) await answerNext();
    expect((await Promise.all(wishes)).map((now) => now?.likesCount)).toEqual([1, 0, 1]);
    expect(batches).toHaveLength(3);
  });

  it('sends items of different lanes at once', async () => {
    const { apply, batches, answerNext } = fakeItems();
    const likes = new LikeBatches(apply, 2);
    const both = [sea, sky].map((mediaId) => likes.add(wishOf(mediaId, 'ada')));
    expect(batches).toHaveLength(2);
    await answerNext();
    await answerNext();
    await Promise.all(both);
  });

  it('lets items of one lane go together, one person for both', async () => {
    const { apply, batches, answerNext } = fakeItems();
    const likes = new LikeBatches(apply, 1);
    const all = [wishOf(sea, 'ada'), wishOf(sea, 'bob'), wishOf(sky, 'bob')].map((wish) => likes.add(wish));
    await answerNext();
    await answerNext();
    expect((await Promise.all(all)).map((now) => now?.likesCount)).toEqual([1, 2, 1]);
    expect(batches.map((batch) => batch.length)).toEqual([1, 2]);
  });
});
