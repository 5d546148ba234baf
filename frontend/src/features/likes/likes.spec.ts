import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';
import { parseApiError, type Client, type LikeState } from '@media-feed/contract';
import { itemWith, mediaIdOf } from '@media-feed/uploader/fakes';
import { findMedia } from '../../lib/media/media-cache.ts';
import { mediaKeys } from '../../lib/media/media-list.ts';
import type { Toasts } from '../../lib/toasts.ts';
import { englishTexts } from '../../../test/english-texts.ts';
import { Likes } from './likes.ts';

const mediaId = mediaIdOf(1);

const queryClients: QueryClient[] = [];

// Their timers would hold the process.
afterEach(() => {
  for (const queryClient of queryClients.splice(0)) queryClient.clear();
});

/** Likes of a page that has one item, with an API that answers when the test says so. */
function likesWith() {
  const queryClient = new QueryClient();
  queryClients.push(queryClient);
  queryClient.setQueryData(mediaKeys.item(mediaId), itemWith({ id: mediaId, likesCount: 5 }));
  const requests: { name: string; answer: (state: LikeState) => void; fail: (error: unknown) => void }[] = [];
  const api = ((name: string) =>
    new Promise((answer, fail) => {
      requests.push({ name, answer, fail });
    })) as unknown as Client;
  const show = jest.fn<Toasts['show']>(() => () => undefined);
  const likes = new Likes({ api, queryClient, toasts: { show }, texts: englishTexts });
  const shown = () => {
    const { liked, likesCount } = findMedia(queryClient, mediaId) ?? {};
    return { liked, likesCount };
  };
  return { likes, queryClient, requests, show, shown };
}

type Context = ReturnType<typeof likesWith>;

/** The request with this index, counted from 0, once it has been sent. */
async function requestOf({ requests }: Context, index: number) {
  for (;;) {
    const request = requests[index];
    if (request) return request;
    await new Promise(setImmediate);
  }
}

describe('Likes', () => {
  it('shows a like before it is answered, and then what the API counts', async () => {
    const context = likesWith();
    const done = context.likes.set(mediaId, true);
    expect(context.shown()).toEqual({ liked: true, likesCount: 6 });
    expect(context.likes.isUnderWay(mediaId)).toBe(true);
    (await requestOf(context, 0)).answer({ liked: true, likesCount: 9 });
    await done;
    expect(context.shown()).toEqual({ liked: true, likesCount: 9 });
    expect(context.likes.isUnderWay(mediaId)).toBe(false);
  });

  it('sends only the last desired state of taps that come while a request is under way', async () => {
    const context = likesWith();
    const done = context.likes.set(mediaId, true);
    const first = await requestOf(context, 0);
    for (const liked of [false, true, false]) void context.likes.set(mediaId, liked);
    expect(context.requests).toHaveLength(1);
    first.answer({ liked: true, likesCount: 6 });
    (await requestOf(context, 1)).answer({ liked: false, likesCount: 5 });
    await done;
    expect(context.requests.map(({ name }) => name)).toEqual(['like', 'unlike']);
    expect(context.shown()).toEqual({ liked: false, likesCount: 5 });
  });

  it('brings back what was true before when the API rejects it, and shows why', async () => {
    const context = likesWith();
    const done = context.likes.set(mediaId, true);
    (await requestOf(context, 0)).fail(parseApiError({ code: 'ERR_NETWORK' }));
    await done;
    expect(context.shown()).toEqual({ liked: false, likesCount: 5 });
    expect(context.show).toHaveBeenCalledWith(
      'Your like was not saved: no connection. Try again when you are online.',
      { tone: 'bad' },
    );
  });

  it('is seen by the mutation cache', async () => {
    const context = likesWith();
    const done = context.likes.set(mediaId, true);
    (await requestOf(context, 0)).answer({ liked: true, likesCount: 6 });
    await done;
    const mutations = context.queryClient.getMutationCache().getAll();
    expect(mutations.map(({ state }) => [state.status, state.variables])).toEqual([
      ['success', { mediaId, liked: true }],
    ]);
  });

  it('shares nothing with the likes of another page', () => {
    const one = likesWith();
    const other = likesWith();
    void one.likes.set(mediaId, true);
    expect(other.likes.isUnderWay(mediaId)).toBe(false);
    expect(other.shown()).toEqual({ liked: false, likesCount: 5 });
  });
});
