/** Two kinds of onlookers: a visitor who reads the feed, and the owners who follow their own uploads. */
import type { MediaItem } from '@media-feed/contract';
import type { Ledger } from './ledger.ts';
import { isPassing, notedClient, pause, type RecordedUser } from './user.ts';

const pauseMs = 400;

export interface Trigger {
  end(): Promise<void>;
}

export function startWatching(apiUrl: string, users: readonly RecordedUser[], ledger: Ledger): Trigger {
  const visitor = notedClient(apiUrl, ledger);
  const ending = new AbortController();
  const readFeed = async () => {
    const { items } = await visitor('listFeedPage', { query: { size: 100 } });
    for (const item of items) noteShown(item, ledger);
  };
  const readOwn = async ({ call }: RecordedUser) => {
    const { items } = await call('listOwnMedia', { query: { size: 100 } });
    for (const item of items) {
      ledger.sawStatus(item.id, item.status);
      if (item.status !== 'READY') noteNamed(item, ledger);
    }
  };
  const watches = [readFeed, ...users.map((user) => () => readOwn(user))].map((look) =>
    lookAgain(look, ending.signal),
  );
  return {
    end: async () => {
      ending.abort();
      await Promise.all(watches);
    },
  };
}

async function lookAgain(look: () => Promise<void>, ending: AbortSignal): Promise<void> {
  while (!ending.aborted) {
    try {
      await look();
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await pause(pauseMs * (0.5 + Math.random()));
  }
}

function noteShown(item: MediaItem, ledger: Ledger): void {
  ledger.shown.add(item.id);
  if (item.status !== 'READY')
    ledger.wronglyShown.push(`The feed showed ${item.id}, which was ${item.status}`);
}

/** I2 of docs/reliability.md: no answer names an object before READY. */
function noteNamed(item: MediaItem, ledger: Ledger): void {
  if (item.url === null && item.thumbnailUrl === null && item.renditions.length === 0) return;
  ledger.wronglyShown.push(`An answer named objects of ${item.id}, which was ${item.status}`);
}
