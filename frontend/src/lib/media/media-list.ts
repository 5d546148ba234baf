import type {
  CursorPage,
  FeedPage,
  MediaClass,
  MediaStatus,
  OwnMediaPage,
  SearchPage,
} from '@media-feed/contract';

/** Which published media to show; all of them if nothing is given. */
export interface FeedFilter {
  readonly type?: MediaClass | undefined;
  readonly uploader?: string | undefined;
  readonly liked?: 'true' | undefined;
  readonly tag?: string | undefined;
}

/** A list of media that pages show and the viewer steps through. */
export type MediaList =
  | { readonly kind: 'feed'; readonly filter: FeedFilter; readonly page: number }
  | { readonly kind: 'mine'; readonly status: MediaStatus | undefined }
  | { readonly kind: 'search'; readonly q: string };

export type MediaListPage = FeedPage | CursorPage | OwnMediaPage | SearchPage;

/** Keys of TanStack Query for all that holds media items. */
export const mediaKeys = {
  all: ['media'],
  lists: ['media', 'list'],
  list: (list: MediaList) => ['media', 'list', list] as const,
  item: (mediaId: string) => ['media', 'item', mediaId] as const,
  newest: (filter: FeedFilter) => ['media', 'newest', filter] as const,
} as const;
