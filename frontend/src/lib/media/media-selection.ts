import { createStore, type ReadableStore } from '@media-feed/uploader';
import type { MediaItem } from '@media-feed/contract';
import { createServiceContext } from '../service-context.ts';

type Selected = ReadonlyMap<string, MediaItem>;

/** What the visitor has picked of a list, to do one thing with all of it. */
export interface MediaSelection {
  /** By id, in the order in which they were picked. */
  readonly items: ReadableStore<Selected>;
  readonly toggle: (item: MediaItem) => void;
  /** Picks all from the one that was toggled last to this one; this one alone where that is not in the list. */
  readonly extendTo: (item: MediaItem, list: readonly MediaItem[]) => void;
  readonly clear: () => void;
}

export function createMediaSelection(): MediaSelection {
  const store = createStore<Selected>(new Map());
  let lastId: string | undefined;

  const toggle = (item: MediaItem): void => {
    const next = new Map(store.get());
    if (!next.delete(item.id)) next.set(item.id, item);
    lastId = item.id;
    store.set(next);
  };

  return {
    items: store,
    toggle,
    extendTo(item, list) {
      const ends = [lastId, item.id].map((id) => list.findIndex((other) => other.id === id));
      const [from, to] = [Math.min(...ends), Math.max(...ends)];
      if (from < 0) {
        toggle(item);
        return;
      }
      const picked = list.slice(from, to + 1).map((other) => [other.id, other] as const);
      store.set(new Map([...store.get(), ...picked]));
      lastId = item.id;
    },
    clear() {
      lastId = undefined;
      if (store.get().size > 0) store.set(new Map());
    },
  };
}

export const [MediaSelectionContext, useMediaSelection] =
  createServiceContext<MediaSelection>('selection of media');
