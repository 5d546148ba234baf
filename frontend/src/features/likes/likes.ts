import type { QueryClient } from '@tanstack/react-query';
import { parseApiError, type ApiError, type Client, type LikeState } from '@media-feed/contract';
import { changeMediaEverywhere, findMedia } from '../../lib/media/media-cache.ts';
import { runMutation } from '../../lib/run-mutation.ts';
import { createServiceContext } from '../../lib/service-context.ts';
import type { TextStore } from '../../lib/text/text-store.ts';
import { textFor, type Texts } from '../../lib/text/texts.ts';
import type { Toasts } from '../../lib/toasts.ts';
import { setLikeOptions } from './api/set-like.ts';

export interface LikesOptions {
  readonly api: Client;
  readonly queryClient: QueryClient;
  readonly toasts: Pick<Toasts, 'show'>;
  readonly texts: Pick<TextStore, 'get'>;
}

/** Likes and unlikes of the visitor, shown before they are answered. */
export class Likes {
  readonly #options: LikesOptions;
  /** What each item that is being liked or unliked should come to; the latest desired state counts. */
  readonly #desired = new Map<string, boolean>();

  constructor(options: LikesOptions) {
    this.#options = options;
  }

  isUnderWay(mediaId: string): boolean {
    return this.#desired.has(mediaId);
  }

  /**
   * Shows the desired state at once and sends it; taps that come while a request is under way only change what
   * is sent next. If the API rejects it, what was true before comes back, with a message why.
   */
  async set(mediaId: string, liked: boolean): Promise<void> {
    const { queryClient, toasts, texts } = this.#options;
    const before = findMedia(queryClient, mediaId);
    changeMediaEverywhere(queryClient, mediaId, (item) => ({
      ...item,
      liked,
      likesCount: Math.max(0, item.likesCount + Number(liked) - Number(item.liked)),
    }));
    const isUnderWay = this.#desired.has(mediaId);
    this.#desired.set(mediaId, liked);
    if (isUnderWay) return;

    try {
      this.#show(mediaId, await this.#sendDesired(mediaId));
    } catch (thrown) {
      if (before) this.#show(mediaId, before);
      const error = parseApiError(thrown);
      // That a session has ended is shown for the whole page.
      if (error.code !== 'unauthenticated')
        toasts.show(failureMessage(texts.get(), error, liked), { tone: 'bad' });
    } finally {
      this.#desired.delete(mediaId);
    }
  }

  async #sendDesired(mediaId: string): Promise<LikeState> {
    const { api, queryClient } = this.#options;
    for (;;) {
      const liked = this.#desired.get(mediaId) ?? false;
      const state = await runMutation(queryClient, setLikeOptions(api), { mediaId, liked });
      if (this.#desired.get(mediaId) === liked) return state;
    }
  }

  #show(mediaId: string, { liked, likesCount }: LikeState): void {
    changeMediaEverywhere(this.#options.queryClient, mediaId, (item) => ({ ...item, liked, likesCount }));
  }
}

export const [LikesContext, useLikes] = createServiceContext<Likes>('likes');

function failureMessage({ likes }: Texts, { code }: ApiError, liked: boolean): string {
  if (code === 'not-found') return likes.gone;
  const why = textFor(likes.why, code) ?? likes.whyOther;
  return liked ? likes.notSaved({ why }) : likes.notTakenBack({ why });
}
