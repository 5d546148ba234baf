/** Likes, alone and in crowds. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LikeState, likeStateSchema } from '@media-feed/contract';
import { LikesRepository } from '../../src/likes/likes.repository.ts';
import { LikesService } from '../../src/likes/likes.service.ts';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { MediaApi, read } from '../media/support/media-api.ts';
import { seedFeed } from '../media/support/seed.ts';

let app: TestApp;
let api: MediaApi;
let people: Person[];

beforeAll(async () => {
  app = await startTestApp({ maxUnfinishedUploads: 1000 });
  api = new MediaApi(app.url);
  // One after the other in tens: passwords are hashed a few at a time.
  people = [];
  while (people.length < 50) {
    people.push(...(await Promise.all(Array.from({ length: 10 }, () => signUpPerson(app.url)))));
  }
});
afterAll(() => app.close());

const person = (index: number): Person => {
  const found = people[index % people.length];
  if (!found) throw new Error('Nobody signed up');
  return found;
};

const newItem = async () => {
  const [id = ''] = await seedFeed(app.database, [{ uploaderId: person(0).user.id }]);
  return id;
};

async function setLiked(mediaId: string, who: Person, liked: boolean): Promise<LikeState> {
  const answer = await api.call(`/media/${mediaId}/likes`, {
    method: liked ? 'POST' : 'DELETE',
    token: who.token,
  });
  return read(answer, 200, likeStateSchema);
}

async function likesOf(mediaId: string): Promise<string[]> {
  const rows = await app.database.query<{ user_id: string }>(
    { name: 'test_likes_of', text: 'SELECT user_id FROM likes WHERE media_id = $1' },
    [mediaId],
  );
  return rows.map((row) => row.user_id);
}

describe('likes', () => {
  it('stay exact when 50 people like and unlike one item 200 times at once', async () => {
    const id = await newItem();
    const requests = Array.from({ length: 200 }, (_, index) => ({
      who: person(index),
      liked: (index * 7) % 3 !== 0,
    }));
    const answers = await Promise.all(requests.map(({ who, liked }) => setLiked(id, who, liked)));

    answers.forEach((answer, index) => expect(answer.liked).toBe(requests[index]?.liked));
    for (const { likesCount } of answers) {
      expect(likesCount).toBeGreaterThanOrEqual(0);
      expect(likesCount).toBeLessThanOrEqual(50);
    }
    expect((await api.item(id)).likesCount).toBe((await likesOf(id)).length);
  });

  it('of one person keep their order', async () => {
    const id = await newItem();
    const last = await Promise.all(
      [true, false, true, false, true].map((liked) => setLiked(id, person(1), liked)),
    );
    expect(last.map(({ likesCount }) => likesCount)).toEqual([1, 0, 1, 0, 1]);
    expect(await likesOf(id)).toEqual([person(1).user.id]);
  });

  it('change nothing when said again', async () => {
    const id = await newItem();
    expect(await setLiked(id, person(1), false)).toEqual({ liked: false, likesCount: 0 });
    expect(await setLiked(id, person(1), true)).toEqual({ liked: true, likesCount: 1 });
    expect(await setLiked(id, person(2), true)).toEqual({ liked: true, likesCount: 2 });
    expect(await setLiked(id, person(1), true)).toEqual({ liked: true, likesCount: 2 });
    expect(await api.item(id, person(2))).toMatchObject({ liked: true, likesCount: 2 });
    expect(await api.item(id, person(3))).toMatchObject({ liked: false, likesCount: 2 });
  });

  it('count the same from two instances at once', async () => {
    const id = await newItem();
    // The statement itself, without the process's own queue before it.
    const likes = app.app.get(LikesRepository);
    await Promise.all(
      Array.from({ length: 60 }, (_, round) =>
        likes.apply(
          Array.from({ length: 10 }, (_unused, index) => ({
            mediaId: id,
            userId: person(round + index * 5).user.id,
            liked: (round + index) % 2 === 0,
          })),
        ),
      ),
    );
    expect((await api.item(id)).likesCount).toBe((await likesOf(id)).length);
  });

  it('of many items in any order, from two instances at once, lock none out and count the same', async () => {
    const ids = await seedFeed(
      app.database,
      Array.from({ length: 20 }, () => ({ uploaderId: person(0).user.id })),
    );
    const likes = app.app.get(LikesRepository);
    await Promise.all(
      Array.from({ length: 40 }, (_, round) => {
        const order = round % 2 === 0 ? ids : ids.toReversed();
        return likes.apply(
          order.map((mediaId, index) => ({
            mediaId,
            userId: person(round + index).user.id,
            liked: (round + index) % 3 !== 0,
          })),
        );
      }),
    );
    for (const id of ids) expect((await api.item(id)).likesCount).toBe((await likesOf(id)).length);
  });

  it('of one batch are each answered by their own item', async () => {
    const [first, second] = [await newItem(), await newItem()];
    await setLiked(first, person(1), true);
    const answers = await app.app.get(LikesRepository).apply([
      { mediaId: second, userId: person(1).user.id, liked: false },
      { mediaId: '0198c0de-0000-7000-8000-000000000001', userId: person(1).user.id, liked: true },
      { mediaId: first, userId: person(2).user.id, liked: true },
      { mediaId: first, userId: person(1).user.id, liked: true },
    ]);
    expect(answers).toEqual([
      { likesCount: 0, changed: false },
      undefined,
      { likesCount: 2, changed: true },
      { likesCount: 2, changed: true },
    ]);
  });

  it('of one batch stand where the database rejects one of them', async () => {
    const [first, second] = [await newItem(), await newItem()];
    const nobody = '0198c0de-0000-7000-8000-000000000001';
    const likes = app.app.get(LikesService);

    const answers = await Promise.allSettled([
      likes.setLiked(person(1).user.id, first, true),
      likes.setLiked(nobody, first, true),
      likes.setLiked(person(2).user.id, first, true),
      likes.setLiked(person(1).user.id, second, true),
    ]);

    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect((await likesOf(first)).sort()).toEqual([person(1).user.id, person(2).user.id].sort());
    expect(await api.item(first)).toMatchObject({ likesCount: 2 });
    expect(await api.item(second)).toMatchObject({ likesCount: 1 });
  });

  it('take an id in capitals for the same', async () => {
    const id = await newItem();
    expect(await setLiked(id.toUpperCase(), person(1), true)).toEqual({ liked: true, likesCount: 1 });
  });

  it('are for READY items that exist, and for people who are signed in', async () => {
    const { mediaId: pending } = await api.presign(person(0));
    const deleted = await newItem();
    await api.call(`/media/${deleted}`, { method: 'DELETE', token: person(0).token });
    for (const method of ['POST', 'DELETE']) {
      for (const id of [pending, deleted, '0198c0de-0000-7000-8000-000000000001']) {
        const answer = await api.call(`/media/${id}/likes`, { method, token: person(0).token });
        expectProblem(answer, 'not-found');
      }
      expectProblem(await api.call(`/media/${deleted}/likes`, { method }), 'unauthenticated');
      expectProblem(await api.call('/media/7/likes', { method, token: person(0).token }), 'validation');
    }
  });

  it('of an item that is being deleted never leave a count without a like', async () => {
    const ids = await seedFeed(
      app.database,
      Array.from({ length: 10 }, () => ({ uploaderId: person(0).user.id })),
    );
    await Promise.all(
      ids.flatMap((id) => [
        ...Array.from({ length: 5 }, (_, index) =>
          api.call(`/media/${id}/likes`, { method: 'POST', token: person(index).token }),
        ),
        api.call(`/media/${id}`, { method: 'DELETE', token: person(0).token }),
      ]),
    );
    const drifted = await app.database.query({
      name: 'test_drifted',
      text: `SELECT id FROM media m
             WHERE likes_count <> (SELECT count(*) FROM likes l WHERE l.media_id = m.id)`,
    });
    expect(drifted).toEqual([]);
  });
});
