import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { buttonClass } from '../../../components/button.tsx';
import { useMediaList } from '../../../lib/media/api/list-media.ts';
import { mediaKeys, type MediaList, type MediaListPage } from '../../../lib/media/media-list.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { newestCount, useNewestMedia } from '../api/list-newest-media.ts';

/** Shows how many items are newer than the list, and the items when it is pressed; nothing moves before. */
export function NewItemsPill({ list }: { readonly list: MediaList & { kind: 'feed' } }) {
  const t = useTexts();
  const queryClient = useQueryClient();
  const { items, query } = useMediaList(list);
  const newest = useNewestMedia(list.filter, query.isSuccess);
  const known = new Set(items.map(({ id }) => id));
  const newestKnownAt = items.find(({ publishedAt }) => publishedAt !== null)?.publishedAt ?? '';
  const fresh = (newest.data?.items ?? []).filter(
    ({ id, publishedAt }) => !known.has(id) && (publishedAt ?? '') > newestKnownAt,
  );
  const isEmptyList = query.isSuccess && items.length === 0;
  const refetch = useRef(query.refetch);
  useEffect(() => {
    // Where there is nothing to disturb, what comes just appears.
    if (isEmptyList && fresh.length > 0) void refetch.current();
  }, [isEmptyList, fresh.length]);

  if (fresh.length === 0 || isEmptyList) return null;
  const label = t.feed.newItems({
    count: Math.min(fresh.length, newestCount),
    isMore: fresh.length >= newestCount,
  });
  return (
    <>
      <p role="status" className="sr-only">
        {label}
      </p>
      <button
        type="button"
        onClick={() => {
          queryClient.setQueryData<InfiniteData<MediaListPage>>(
            mediaKeys.list(list),
            (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
          );
          void query.refetch();
          window.scrollTo({ top: 0, behavior: 'smooth' });
        }}
        className={`${buttonClass('primary')} fixed top-[calc(var(--bar-height)+12px)] left-1/2 z-30 -translate-x-1/2 animate-rise shadow-float`}
      >
        <ArrowUp aria-hidden="true" className="size-4" />
        {label}
      </button>
    </>
  );
}
