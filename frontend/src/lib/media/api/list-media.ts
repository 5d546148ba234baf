import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Client, MediaItem } from '@media-feed/contract';
import { useApi } from '../../api-client/api-context.ts';
import { useStore } from '../../hooks/use-store.ts';
import { useHiddenMedia } from '../hidden-media.ts';
import { mediaKeys, type MediaList, type MediaListPage } from '../media-list.ts';

/** How much a page of a list holds: some five rows on a large screen. */
const pageSize = 30;

/** A numbered page, or what follows a page that has been read. */
type PageParam = { readonly page: number } | { readonly cursor: string };

/**
 * One page. A list begins at a numbered page and continues by cursor, so that what comes and goes meanwhile is
 * neither repeated nor left out.
 */
function listMedia(
  api: Client,
  list: MediaList,
  from: PageParam,
  signal: AbortSignal,
): Promise<MediaListPage> {
  const cursor = 'cursor' in from ? from.cursor : undefined;
  const size = pageSize;
  if (list.kind === 'mine') {
    return api('listOwnMedia', { query: { status: list.status, cursor, size }, signal });
  }
  if (list.kind === 'search') return api('searchMedia', { query: { q: list.q, cursor, size }, signal });
  return 'cursor' in from
    ? api('continueFeed', { query: { ...list.filter, cursor: from.cursor, size }, signal })
    : api('listFeedPage', { query: { ...list.filter, page: from.page, size }, signal });
}

const firstPageOf = (list: MediaList): PageParam => ({ page: list.kind === 'feed' ? list.page : 1 });

const listMediaOptions = (api: Client, list: MediaList) =>
  infiniteQueryOptions({
    queryKey: mediaKeys.list(list),
    initialPageParam: firstPageOf(list),
    queryFn: ({ pageParam, signal }) => listMedia(api, list, pageParam, signal),
    getNextPageParam: (last): PageParam | undefined =>
      last.nextCursor === null ? undefined : { cursor: last.nextCursor },
  });

/** A list of media as pages of items: each once, and none that is being deleted. */
export function useMediaList(list: MediaList, options: { readonly enabled?: boolean } = {}) {
  const query = useInfiniteQuery({ ...listMediaOptions(useApi(), list), ...options });
  const hidden = useStore(useHiddenMedia());
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
