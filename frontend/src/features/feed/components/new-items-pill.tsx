import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { buttonClass } from '../../../components/button.tsx';
import { mediaListOptions, newestOptions, type MediaList } from '../../../lib/media/media-queries.ts';
import { useMediaList } from '../../../lib/media/use-media-list.ts';

const checkEveryMs = 20_000;

/** Says how many items are newer than the list, and shows them when it is pressed; nothing moves before. */
export function NewItemsPill({ list }: { readonly list: MediaList & { kind: 'feed' } }) {
  const queryClient = useQueryClient();
  const { items, query } = useMediaList(list);
  const newest = useQuery({
    ...newestOptions(list.filter),
    enabled: query.isSuccess,
    refetchInterval: checkEveryMs,
    refetchOnWindowFocus: true,
  });
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
  const count = fresh.length < 20 ? String(fresh.length) : '20+';
  return (
    <>
      <p role="status" className="sr-only">
        {count} new
      </p>
      <button
        type="button"
        onClick={() => {
          const { queryKey } = mediaListOptions(list);
          queryClient.setQueryData(
            queryKey,
            (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
          );
          void query.refetch();
          window.scrollTo({ top: 0, behavior: 'smooth' });
        }}
        className={`${buttonClass('primary')} fixed top-[calc(var(--bar-height)+12px)] left-1/2 z-30 -translate-x-1/2 animate-rise shadow-float`}
      >
        <ArrowUp aria-hidden="true" className="size-4" />
        {count} new
      </button>
    </>
  );
}
