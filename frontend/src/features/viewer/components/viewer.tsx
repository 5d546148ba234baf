import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Heart } from 'lucide-react';
import { useLocation, useParams, type Location } from 'react-router';
import { ViewerStage } from './viewer-stage.tsx';
import { findMedia } from '../../../lib/media/media-cache.ts';
import { mediaOptions } from '../../../lib/media/media-queries.ts';
import { useHotkeys } from '../hooks/use-hotkeys.ts';
import { useNeighbours } from '../hooks/use-neighbours.ts';
import type { ViewerState } from '../hooks/use-open-media.ts';
import { useSwipe } from '../hooks/use-swipe.ts';
import { useToggleLike } from '../../likes/use-toggle-like.ts';
import { parseApiError } from '@media-feed/contract';
import { nameOf } from '../../../lib/media/media-kind.ts';
import { FailedNotice } from '../../feed/components/list-states.tsx';
import { PageTitle } from '../../../components/page-title.tsx';
import { toggleFullscreen, useBurst, useClose, usePreloaded, useRoom, useWalk } from '../hooks/use-viewer.ts';
import { ViewerFooter, ViewerHeader } from './viewer-bars.tsx';
import { Gone, Step } from './viewer-parts.tsx';

/** One item, large, on dark: over the page it was opened from, or alone by its own link. */
export default function ViewerPage() {
  const { mediaId = '' } = useParams();
  const location = useLocation() as Location<ViewerState | null>;
  const state = location.state;
  const queryClient = useQueryClient();
  const query = useQuery({
    ...mediaOptions(mediaId),
    initialData: () => findMedia(queryClient, mediaId),
    initialDataUpdatedAt: 0,
  });
  const item = query.data;
  const { previous, next } = useNeighbours(state?.list, mediaId);
  const walk = useWalk(state);
  const close = useClose(mediaId, state !== null);
  const toggleLike = useToggleLike();
  const burst = useBurst();
  const room = useRoom(mediaId);

  const like = (liked?: boolean): void => {
    if (item?.status === 'READY') toggleLike(item, liked);
  };
  useHotkeys({
    arrowleft: () => {
      walk(previous);
    },
    arrowright: () => {
      walk(next);
    },
    l: () => {
      like();
    },
    f: () => void toggleFullscreen(room.current),
    escape: close,
  });
  const swipe = useSwipe({
    onLeft: () => {
      walk(next);
    },
    onRight: () => {
      walk(previous);
    },
    onDown: close,
  });
  usePreloaded(next);
  usePreloaded(previous);

  const failure = query.isError ? parseApiError(query.error).code : undefined;
  // What is not even an id is answered with a validation problem.
  const isGone = failure === 'not-found' || failure === 'validation';
  return (
    <div
      ref={room}
      data-theme="dark"
      role={state ? 'dialog' : undefined}
      aria-modal={state ? true : undefined}
      aria-label={state ? (item ? nameOf(item) : 'Viewer') : undefined}
      tabIndex={-1}
      className="fixed inset-0 z-45 grid grid-rows-[56px_minmax(0,1fr)_auto] bg-night text-ink outline-none"
    >
      <PageTitle>{item ? nameOf(item) : ''}</PageTitle>
      <ViewerHeader item={item} onClose={close} onFullscreen={() => void toggleFullscreen(room.current)} />
      <main
        {...swipe}
        className="relative grid touch-pinch-zoom place-items-center px-18 phone:px-0"
        onClick={(event) => {
          if (event.target === event.currentTarget && state) close();
        }}
      >
        <h1 className="sr-only">{item ? nameOf(item) : 'Loading'}</h1>
        <p role="status" className="sr-only">
          {item ? nameOf(item) : 'Loading'}
        </p>
        {isGone || item?.url === null ? (
          <Gone item={item} />
        ) : query.isError && !item ? (
          <FailedNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <div className="pointer-events-none grid size-full place-items-center [container-type:size] *:pointer-events-auto">
            {item && (
              <ViewerStage
                key={item.id}
                item={item}
                onLike={() => {
                  like(true);
                  burst.start();
                }}
              />
            )}
          </div>
        )}
        {burst.count > 0 && (
          <Heart
            key={burst.count}
            aria-hidden="true"
            fill="currentColor"
            className="pointer-events-none absolute size-28 animate-pop text-like"
          />
        )}
        <Step to={previous} label="Previous" onStep={walk} />
        <Step to={next} label="Next" onStep={walk} />
      </main>
      <ViewerFooter
        item={item}
        onToggleLike={() => {
          like();
        }}
        hasKeys={state !== null}
      />
    </div>
  );
}
