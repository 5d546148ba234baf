import type { QueryClient } from '@tanstack/react-query';
import { type LikeState, parseApiError, type ApiError, type ApiErrorCode } from '@media-feed/contract';
import { likeMedia, unlikeMedia } from '../../lib/media/media-api.ts';
import { showToast } from '../../lib/toasts/toasts.ts';
import { changeMediaEverywhere, findMedia } from '../../lib/media/media-cache.ts';

/** What each item that is being liked or unliked should come to; the latest wish counts. */
const wishes = new Map<string, boolean>();

export const isLikeUnderWay = (mediaId: string): boolean => wishes.has(mediaId);

/**
 * Shows the wish at once and sends it; taps that come while a request is under way only change what is sent
 * next. If the API refuses, what was true before comes back, with a word why.
 */
export async function setLike(queryClient: QueryClient, mediaId: string, liked: boolean): Promise<void> {
  const before = findMedia(queryClient, mediaId);
  changeMediaEverywhere(queryClient, mediaId, (item) => ({
    ...item,
    liked,
    likesCount: Math.max(0, item.likesCount + Number(liked) - Number(item.liked)),
  }));
  const isUnderWay = wishes.has(mediaId);
  wishes.set(mediaId, liked);
  if (isUnderWay) return;

  try {
    show(queryClient, mediaId, await sendWishes(mediaId));
  } catch (thrown) {
    if (before) show(queryClient, mediaId, before);
    const error = parseApiError(thrown);
    // That a session has ended is said for the whole page.
    if (error.code !== 'unauthenticated') showToast(failureMessages(error, liked), { tone: 'bad' });
  } finally {
    wishes.delete(mediaId);
  }
}

async function sendWishes(mediaId: string): Promise<LikeState> {
  for (;;) {
    const wish = wishes.get(mediaId);
    const state = await (wish ? likeMedia(mediaId) : unlikeMedia(mediaId));
    if (wishes.get(mediaId) === wish) return state;
  }
}

function show(queryClient: QueryClient, mediaId: string, { liked, likesCount }: LikeState): void {
  changeMediaEverywhere(queryClient, mediaId, (item) => ({ ...item, liked, likesCount }));
}

const reasons: Partial<Record<ApiErrorCode, string>> = {
  network: 'no connection. Try again when you are online.',
  timeout: 'no connection. Try again when you are online.',
  'too-many-requests': 'too many at once. Wait a moment.',
};

function failureMessages({ code }: ApiError, liked: boolean): string {
  if (code === 'not-found') return 'This is no longer there.';
  const what = liked ? 'Your like was not saved' : 'Your like was not taken back';
  return `${what}: ${reasons[code] ?? 'the server had a problem. Try again.'}`;
}
