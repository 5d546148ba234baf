import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useLocation, type To } from 'react-router';
import type { MediaItem } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { FailedNotice } from '../../../components/failed-notice.tsx';
import { OfflineNotice } from '../../../components/offline-notice.tsx';
import type { LeadingTile } from '../../../lib/layout/leading-tile.ts';
import { useMediaList } from '../../../lib/media/api/list-media.ts';
import type { MediaList } from '../../../lib/media/media-list.ts';
import { useSelectFrom } from '../../../lib/media/use-select-from.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import type { ViewerState } from '../../../lib/viewer-state.ts';
import { usePlayback } from '../hooks/use-playback.ts';
import { LoadingGrid } from './loading-grid.tsx';
import { MediaGrid } from './media-grid.tsx';

/** So much is read by itself while scrolling; then people decide, and the foot of the page stays in reach. */
const pagesByScrolling = 4;

export interface MediaListViewProps {
  readonly list: MediaList;
  readonly label: string;
  readonly leading?: readonly LeadingTile[];
  readonly empty: ReactNode;
  /** What stands below, for the number of pages that are shown. */
  readonly foot?: (shownPages: number) => ReactNode;
  /** The picture of an item while it is still in hand from its upload. */
  readonly previewOf: (mediaId: string) => ImageBitmap | undefined;
  readonly onToggleLike: (item: MediaItem) => void;
  /** Opens an item out of its tile. */
  readonly onOpen: (to: To, state: unknown, tile: HTMLElement) => void;
  /** Called when somebody seems about to open one. */
  readonly onApproach: () => void;
}

/** A list of media in justified rows that grows as it is scrolled, in every state it can be in. */
export function MediaListView({ list, label, leading = [], empty, foot, ...grid }: MediaListViewProps) {
  const { query, pages, items } = useMediaList(list);
  const location = useLocation();
  const linkState: ViewerState = useMemo(() => ({ background: location, list }), [location, list]);
  const playback = usePlayback();
  const selection = useSelectFrom(items, list);

  if (query.isPending) return query.fetchStatus === 'paused' ? <OfflineNotice /> : <LoadingGrid />;
  if (query.isError && items.length === 0) {
    return <FailedNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (items.length === 0 && leading.length === 0 && !query.hasNextPage) return empty;
  return (
    <>
      <MediaGrid
        pages={pages}
        leading={leading}
        label={label}
        isBusy={query.isFetchingNextPage}
        linkState={linkState}
        {...playback}
        {...selection}
        {...grid}
      />
      {query.hasNextPage && (
        <MoreOnScroll
          isAutomatic={pages.length < pagesByScrolling && !query.isFetchNextPageError}
          isFetching={query.isFetchingNextPage}
          hasFailed={query.isFetchNextPageError}
          onMore={() => void query.fetchNextPage()}
        />
      )}
      {foot?.(pages.length)}
    </>
  );
}

interface MoreOnScrollProps {
  readonly isAutomatic: boolean;
  readonly isFetching: boolean;
  readonly hasFailed: boolean;
  readonly onMore: () => void;
}

function MoreOnScroll({ isAutomatic, isFetching, hasFailed, onMore }: MoreOnScrollProps) {
  const t = useTexts().common;
  const sentinel = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });
  useEffect(() => {
    if (!isAutomatic || isFetching || !sentinel.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) more.current();
      },
      { rootMargin: '0px 0px 600px 0px' },
    );
    observer.observe(sentinel.current);
    return () => {
      observer.disconnect();
    };
  }, [isAutomatic, isFetching]);
  return (
    <div ref={sentinel} className="flex min-h-20 items-center justify-center gap-3 p-4 text-muted">
      {hasFailed && <span role="alert">{t.moreFailed}</span>}
      {isFetching ? (
        <span role="status">{t.loadingMore}</span>
      ) : (
        !isAutomatic && <Button onClick={onMore}>{hasFailed ? t.tryAgain : t.showMore}</Button>
      )}
    </div>
  );
}
