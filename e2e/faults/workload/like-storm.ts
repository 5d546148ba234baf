/** Everybody likes and unlikes whatever the feed shows, until told to stop. */
import { ProblemError } from '@media-feed/contract';
import type { Ledger } from './ledger.ts';
import { isPassing, pause, type RecordedUser } from './user.ts';

const pauseMs = 60;

export interface Storm {
  /** Resolves when nobody has a call under way any more. */
  calm(): Promise<void>;
}

export function startLikeStorm(users: readonly RecordedUser[], ledger: Ledger): Storm {
  const stopping = new AbortController();
  const fans = users.map((fan) => rage(fan, ledger, stopping.signal));
  return {
    calm: async () => {
      stopping.abort();
      await Promise.all(fans);
    },
  };
}

async function rage(fan: RecordedUser, ledger: Ledger, stopping: AbortSignal): Promise<void> {
  let mediaIds: string[] = [];
  for (let turn = 0; !stopping.aborted; turn++) {
    if (turn % 20 === 0) mediaIds = (await shownIds(fan)) ?? mediaIds;
    const mediaId = mediaIds[Math.floor(Math.random() * mediaIds.length)];
    if (mediaId !== undefined) await likeOrNot(fan, mediaId, Math.random() < 0.7, ledger);
    await pause(pauseMs * (0.5 + Math.random()));
  }
}

async function shownIds(fan: RecordedUser): Promise<string[] | undefined> {
  try {
    const { items } = await fan.call('listFeedPage', { query: { size: 30 } });
    return items.map(({ id }) => id);
  } catch (error) {
    if (isPassing(error)) return undefined;
    throw error;
  }
}

async function likeOrNot(fan: RecordedUser, mediaId: string, liked: boolean, ledger: Ledger): Promise<void> {
  const pair = `${fan.id}/${mediaId}`;
  ledger.noteLike(pair, undefined);
  try {
    const answer = await fan.call(liked ? 'like' : 'unlike', { parameters: { mediaId } });
    ledger.noteLike(pair, answer.liked);
  } catch (error) {
    // Deleted meanwhile, or the API is unavailable: nothing was promised.
    const isGone = error instanceof ProblemError && error.problem.status === 404;
    if (!isGone && !isPassing(error)) throw error;
  }
}
