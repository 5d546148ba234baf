import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Heart, ImageOff } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useLocation, useNavigate, useParams, type Location } from 'react-router';
import type { MediaItem } from '@media-feed/contract';
import { buttonClass } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { ViewerStage } from '../components/viewer-stage.tsx';
import { findMedia } from '../hooks/media-cache.ts';
import { mediaOptions } from '../hooks/media-queries.ts';
import { useHotkeys } from '../hooks/use-hotkeys.ts';
import { useNeighbours } from '../hooks/use-neighbours.ts';
import type { ViewerState } from '../hooks/use-open-media.ts';
import { useSwipe } from '../hooks/use-swipe.ts';
import { useToggleLike } from '../hooks/use-toggle-like.ts';
import { parseApiError } from '../lib/api-client/api-error.ts';
import { nameOf } from '../lib/media-kind.ts';
import { moveMedia, tileMediaOf, viewerMedia } from '../lib/view-transition.ts';
import { FailedNotice } from './list-states.tsx';
import { PageTitle } from './page-title.tsx';
import { ViewerFooter, ViewerHeader } from './viewer-bars.tsx';

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

  const isGone = query.isError && parseApiError(query.error).code === 'not-found';
  return (
    <div
      ref={room}
      data-theme="dark"
      role={state ? 'dialog' : undefined}
      aria-modal={state ? true : undefined}
      aria-label={item ? nameOf(item) : 'Viewer'}
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

function Gone({ item }: { readonly item: MediaItem | undefined }) {
  return (
    <Notice
      icon={ImageOff}
      title={item?.status === 'PENDING' ? 'Not published yet' : 'This is not here'}
      action={
        <Link to={item ? '/me' : '/'} className={buttonClass()}>
          {item ? 'To my uploads' : 'To the feed'}
        </Link>
      }
    >
      {item ? 'My uploads says where it stands.' : 'It was deleted, or the link is not complete.'}
    </Notice>
  );
}

interface StepProps {
  readonly to: MediaItem | undefined;
  readonly label: 'Previous' | 'Next';
  readonly onStep: (item: MediaItem | undefined) => void;
}

function Step({ to, label, onStep }: StepProps) {
  if (!to) return null;
  const Icon = label === 'Next' ? ChevronRight : ChevronLeft;
  return (
    <button
      type="button"
      aria-label={label}
      onClick={() => {
        onStep(to);
      }}
      className={`absolute top-1/2 grid size-11 -translate-y-1/2 place-items-center rounded-full bg-white/10 transition-colors duration-120 hover:bg-white/20 phone:hidden ${label === 'Next' ? 'right-3.5' : 'left-3.5'}`}
    >
      <Icon aria-hidden="true" className="size-5" />
    </button>
  );
}

/** Goes to a neighbour in place, so that going back closes the viewer. */
function useWalk(state: ViewerState | null): (item: MediaItem | undefined) => void {
  const navigate = useNavigate();
  return useCallback(
    (item) => {
      if (item) void navigate(`/m/${item.id}`, { replace: true, state });
    },
    [navigate, state],
  );
}

/** Back to the page behind, or to the feed. */
function useClose(mediaId: string, hasBackground: boolean): () => void {
  const navigate = useNavigate();
  return useCallback(() => {
    if (document.fullscreenElement) {
      void document.exitFullscreen();
      return;
    }
    if (!hasBackground) {
      void navigate('/');
      return;
    }
    const goBack = (): Promise<void> =>
      new Promise((resolve) => {
        window.addEventListener('popstate', () => setTimeout(resolve, 0), { once: true });
        void navigate(-1);
      });
    moveMedia(viewerMedia, goBack, () => {
      const tile = tileMediaOf(mediaId);
      tile?.scrollIntoView({ block: 'nearest' });
      return tile;
    });
  }, [navigate, mediaId, hasBackground]);
}

/** Takes the focus while it is open, keeps the page behind still, and gives the focus back to the last tile. */
function useRoom(mediaId: string) {
  const room = useRef<HTMLDivElement>(null);
  const lastId = useRef(mediaId);
  useEffect(() => {
    lastId.current = mediaId;
  }, [mediaId]);
  useEffect(() => {
    document.documentElement.dataset.viewing = '';
    room.current?.focus({ preventScroll: true });
    return () => {
      delete document.documentElement.dataset.viewing;
      const tile = tileMediaOf(lastId.current)?.closest('article');
      tile?.querySelector('a')?.focus({ preventScroll: true });
    };
  }, []);
  return room;
}

function useBurst(): { count: number; start: () => void } {
  const [count, setCount] = useState(0);
  return {
    count,
    start: () => {
      setCount((before) => before + 1);
    },
  };
}

/** Neighbours are one key away: their pictures are fetched before it is pressed. */
function usePreloaded(item: MediaItem | undefined): void {
  const url = item?.type === 'IMAGE' ? (item.renditions.at(-1)?.url ?? item.url) : null;
  useEffect(() => {
    if (url) new Image().src = url;
  }, [url]);
}

async function toggleFullscreen(element: HTMLElement | null): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await element?.requestFullscreen();
  } catch {
    // The browser does not allow it, as on most phones: the viewer fills the page anyway.
  }
}
