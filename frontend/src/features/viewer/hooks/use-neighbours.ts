import { useEffect } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { useMediaList } from '../../../lib/media/api/list-media.ts';
import type { MediaList } from '../../../lib/media/media-list.ts';

const nothing: MediaList = { kind: 'feed', filter: {}, page: 1 };
/** So many items before the end of what is known, more is read. */
const readAhead = 4;

/** The items before and after one in the list it was opened from; none if it was opened by its own link. */
export function useNeighbours(
  list: MediaList | undefined,
  mediaId: string,
): { previous: MediaItem | undefined; next: MediaItem | undefined } {
  const { items, query } = useMediaList(list ?? nothing, { enabled: list !== undefined });
  const viewable = list ? items.filter(({ status }) => status === 'READY') : [];
  const index = viewable.findIndex(({ id }) => id === mediaId);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const isNearEnd = index >= 0 && index >= viewable.length - readAhead;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return index < 0
    ? { previous: undefined, next: undefined }
    : { previous: viewable[index - 1], next: viewable[index + 1] };
}
