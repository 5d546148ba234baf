import { useCallback, useEffect, useRef } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { useStore } from '../hooks/use-store.ts';
import { useUser } from '../session/session-context.ts';
import type { MediaList } from './media-list.ts';
import { useMediaSelection } from './media-selection.ts';

/** Lets the visitor pick of a list that is shown; what was picked is let go with it. */
export function useSelectFrom(items: readonly MediaItem[], list: MediaList) {
  const selection = useMediaSelection();
  const selected = useStore(selection.items);
  const user = useUser();
  const shown = useRef(items);
  useEffect(() => {
    shown.current = items;
  });
  useEffect(() => selection.clear, [selection, list, user?.id]);
  const onSelect = useCallback(
    (item: MediaItem, isRange: boolean) => {
      if (isRange) selection.extendTo(item, shown.current);
      else selection.toggle(item);
    },
    [selection],
  );
  return { selected: user && selected, onSelect };
}
