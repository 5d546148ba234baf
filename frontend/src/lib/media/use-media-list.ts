import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { heldDeletes } from '../../features/owner-actions/delete-with-undo.ts';
import { mediaListOptions, type MediaList } from './media-queries.ts';
import { useStore } from '../hooks/use-store.ts';

/** A list of media as pages of items: each once, and none that is being deleted. */
export function useMediaList(list: MediaList, options: { readonly enabled?: boolean } = {}) {
  const query = useInfiniteQuery({ ...mediaListOptions(list), ...options });
  const hidden = useStore(heldDeletes.hidden);
  const data = query.data;
  const pages = useMemo(() => {
    const seen = new Set(hidden);
    return (data?.pages ?? []).map((page) =>
      page.items.filter(({ id }) => {
        const isNew = !seen.has(id);
        seen.add(id);
        return isNew;
      }),
    );
  }, [data, hidden]);
  const items: MediaItem[] = useMemo(() => pages.flat(), [pages]);
  return { query, pages, items };
}
