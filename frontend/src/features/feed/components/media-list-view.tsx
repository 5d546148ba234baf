import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { MediaGrid, type LeadingTile } from './media-grid.tsx';
import type { MediaList } from '../../../lib/media/media-queries.ts';
import { useMediaList } from '../../../lib/media/use-media-list.ts';
import { useOpenMedia, type ViewerState } from '../../viewer/hooks/use-open-media.ts';
import { useSoundPlayer } from '../hooks/use-sound-player.ts';
import { useUploadPreviews } from '../../uploads/hooks/use-uploads.ts';
import { useToggleLike } from '../../likes/use-toggle-like.ts';
import { preloadViewer } from '../../../lib/viewer-code.ts';
import { FailedNotice, LoadingGrid, OfflineNotice } from './list-states.tsx';

/** So much is read by itself while scrolling; then people decide, and the foot of the page stays in reach. */
const pagesByScrolling = 4;

interface MediaListViewProps {
  readonly list: MediaList;
  readonly label: string;
  readonly leading?: readonly LeadingTile[];
  readonly empty: ReactNode;
  /** What stands below; it is told how many pages are shown. */
  readonly foot?: (shownPages: number) => ReactNode;
}

/** A list of media in justified rows that goes on as it is scrolled, in every state it can be in. */
export function MediaListView({ list, label, leading = [], empty, foot }: MediaListViewProps) {
  const { query, pages, items } = useMediaList(list);
  const location = useLocation();
  const linkState: ViewerState = useMemo(() => ({ background: location, list }), [location, list]);
  const onToggleLike = useToggleLike();
  const onOpen = useOpenMedia();
  const { playbackOf, onTogglePlay } = useSoundPlayer();
  const previewOf = useUploadPreviews();

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
        playbackOf={playbackOf}
        previewOf={previewOf}
        onToggleLike={onToggleLike}
        onTogglePlay={onTogglePlay}
        onOpen={onOpen}
        onApproach={preloadViewer}
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
      {hasFailed && <span role="alert">More could not be loaded.</span>}
      {isFetching ? (
        <span role="status">Loading more…</span>
      ) : (
        !isAutomatic && <Button onClick={onMore}>{hasFailed ? 'Try again' : 'Show more'}</Button>
      )}
    </div>
  );
}
