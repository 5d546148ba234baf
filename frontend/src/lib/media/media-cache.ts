import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { MediaItem } from '@media-feed/contract';
import { changeItem, withItemFirst, withoutItem } from './media-pages.ts';
import { mediaKeys, type MediaList, type MediaListPage } from './media-list.ts';

type ListData = InfiniteData<MediaListPage>;

/** Changes an item wherever the page holds a copy of it. */
export function changeMediaEverywhere(
  queryClient: QueryClient,
  mediaId: string,
  change: (item: MediaItem) => MediaItem,
): void {
  queryClient.setQueriesData<ListData>(
    { queryKey: mediaKeys.lists },
    (data) => data && (changeItem(data, mediaId, change) as ListData),
  );
  queryClient.setQueryData<MediaItem>(mediaKeys.item(mediaId), (item) => item && change(item));
}

/** Shows an item whose texts have changed; which lists by words and tags it belongs to now, the API knows. */
export function receiveChangedTexts(queryClient: QueryClient, item: MediaItem): void {
  changeMediaEverywhere(queryClient, item.id, () => item);
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      const list = queryKey[1] === 'list' ? (queryKey[2] as MediaList) : undefined;
      return list?.kind === 'search' || (list?.kind === 'feed' && list.filter.tag !== undefined);
    },
  });
}

export function removeMediaEverywhere(queryClient: QueryClient, mediaId: string): void {
  queryClient.setQueriesData<ListData>(
    { queryKey: mediaKeys.lists },
    (data) => data && (withoutItem(data, mediaId) as ListData),
  );
  queryClient.removeQueries({ queryKey: mediaKeys.item(mediaId) });
}

/** The copy that the page has already, if any. */
export function findMedia(queryClient: QueryClient, mediaId: string): MediaItem | undefined {
  const alone = queryClient.getQueryData<MediaItem>(mediaKeys.item(mediaId));
  if (alone) return alone;
  for (const [, data] of queryClient.getQueriesData<ListData>({ queryKey: mediaKeys.lists })) {
    for (const page of data?.pages ?? []) {
      const item = page.items.find(({ id }) => id === mediaId);
      if (item) return item;
    }
  }
  return undefined;
}

/** Receives the present state of one of the caller's own items: shows it, or shows it as it is now. */
export function receiveOwnMedia(queryClient: QueryClient, item: MediaItem): void {
  queryClient.setQueryData(mediaKeys.item(item.id), item);
  for (const [queryKey, data] of queryClient.getQueriesData<ListData>({ queryKey: mediaKeys.lists })) {
    if (!data) continue;
    const list = queryKey[2] as MediaList;
    const known = changeItem(data, item.id, () => item);
    const next = known === data && belongsAtHead(list, item) ? withItemFirst(data, item) : known;
    queryClient.setQueryData(queryKey, next);
  }
  void queryClient.invalidateQueries({ queryKey: [...mediaKeys.lists, { kind: 'mine' }] });
}

function belongsAtHead(list: MediaList, item: MediaItem): boolean {
  if (list.kind !== 'feed') return false;
  const { type, uploader, liked, tag } = list.filter;
  return (
    item.status === 'READY' &&
    list.page === 1 &&
    liked === undefined &&
    // Whether two spellings are the same tag is the API's to say.
    tag === undefined &&
    (type === undefined || type === item.type) &&
    (uploader === undefined || uploader === item.uploader.id)
  );
}
