import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { CursorPage, FeedPage, MediaStatus, OwnMediaPage } from '@media-feed/contract';
import { getFeedAfter, getFeedPage, getMedia, getOwnMedia, type FeedFilter } from './media-api.ts';
import { getProfile } from '../api-client/users-api.ts';

/** How much a page of the feed holds: some five rows on a large screen. */
const feedPageSize = 30;

/** A list of media that pages show and the viewer walks through. */
export type MediaList =
  | { readonly kind: 'feed'; readonly filter: FeedFilter; readonly page: number }
  | { readonly kind: 'mine'; readonly status: MediaStatus | undefined };

export type MediaListPage = FeedPage | CursorPage | OwnMediaPage;

/** A numbered page, or what follows a page that has been read. */
type PageParam = { readonly page: number } | { readonly cursor: string };

const firstPageOf = (list: MediaList): PageParam => ({ page: list.kind === 'feed' ? list.page : 1 });

/**
 * Begins at a numbered page and goes on by cursor, so that what comes and goes meanwhile is neither repeated
 * nor left out.
 */
export function mediaListOptions(list: MediaList) {
  return infiniteQueryOptions({
    queryKey: ['media', 'list', list] as const,
    initialPageParam: firstPageOf(list),
    queryFn: ({ pageParam, signal }): Promise<MediaListPage> => {
      const cursor = 'cursor' in pageParam ? pageParam.cursor : undefined;
      if (list.kind === 'mine') {
        return getOwnMedia({ status: list.status, cursor, size: feedPageSize }, signal);
      }
      return 'cursor' in pageParam
        ? getFeedAfter(list.filter, pageParam.cursor, feedPageSize, signal)
        : getFeedPage(list.filter, pageParam.page, feedPageSize, signal);
    },
    getNextPageParam: (last): PageParam | undefined =>
      last.nextCursor === null ? undefined : { cursor: last.nextCursor },
  });
}

export const mediaOptions = (mediaId: string) =>
  queryOptions({
    queryKey: ['media', 'item', mediaId] as const,
    queryFn: ({ signal }) => getMedia(mediaId, signal),
  });

/** The newest few, to find out how many are newer than what is shown. */
export const newestOptions = (filter: FeedFilter) =>
  queryOptions({
    queryKey: ['media', 'newest', filter] as const,
    queryFn: ({ signal }) => getFeedPage(filter, 1, 20, signal),
  });

export const profileOptions = (userId: string) =>
  queryOptions({ queryKey: ['user', userId] as const, queryFn: () => getProfile(userId) });
