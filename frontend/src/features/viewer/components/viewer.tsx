import type { ReactNode } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { PageTitle } from '../../../components/page-title.tsx';
import { PortalContainerContext } from '../../../components/portal-container.ts';
import { useMedia } from '../../../lib/media/api/get-media.ts';
import { useHotkeys } from '../../../lib/hooks/use-hotkeys.ts';
import { nameOf } from '../../../lib/media/media-kind.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import type { ViewerState } from '../../../lib/viewer-state.ts';
import { useNeighbours } from '../hooks/use-neighbours.ts';
import { useSwipe } from '../hooks/use-swipe.ts';
import {
  toggleFullscreen,
  useBurst,
  useClose,
  useDialog,
  usePreloaded,
  useStep,
} from '../hooks/use-viewer.ts';
import { ViewerFooter, ViewerHeader } from './viewer-bars.tsx';
import { ViewerContent } from './viewer-content.tsx';
import { Burst, Step } from './viewer-parts.tsx';

interface ViewerProps {
  readonly mediaId: string;
  /** Null where it was opened by its own link. */
  readonly state: ViewerState | null;
  readonly onToggleLike: (item: MediaItem, liked?: boolean) => void;
  /** What the visitor can do with an item, beside looking at it and liking it. */
  readonly actionsFor: (item: MediaItem, onDelete: () => void) => ReactNode;
}

/** One item, large, on dark: over the page it was opened from, or alone by its own link. */
export function Viewer({ mediaId, state, onToggleLike, actionsFor }: ViewerProps) {
  const t = useTexts();
  const query = useMedia(mediaId);
  const item = query.data;
  const { previous, next } = useNeighbours(state?.list, mediaId);
  const step = useStep(state);
  const close = useClose(mediaId, state !== null);
  const burst = useBurst();
  const dialog = useDialog(mediaId);
  const like = (liked?: boolean): void => {
    if (item?.status === 'READY') onToggleLike(item, liked);
  };
  const toggleLike = (): void => {
    like();
  };
  const toPrevious = (): void => {
    step(previous);
  };
  const toNext = (): void => {
    step(next);
  };
  const toggle = (): void => {
    void toggleFullscreen(dialog.current);
  };
  useHotkeys({ arrowleft: toPrevious, arrowright: toNext, l: toggleLike, f: toggle, escape: close });
  const swipe = useSwipe({ onLeft: toNext, onRight: toPrevious, onDown: close });
  usePreloaded(next);
  usePreloaded(previous);
  const name = item && nameOf(t, item);
  return (
    <PortalContainerContext value={dialog}>
      <div
        ref={dialog}
        data-theme="dark"
        role={state ? 'dialog' : undefined}
        aria-modal={state ? true : undefined}
        aria-label={state ? (name ?? t.viewer.viewer) : undefined}
        tabIndex={-1}
        className="fixed inset-0 z-45 grid grid-rows-[56px_minmax(0,1fr)_auto] bg-night text-ink outline-none"
      >
        <PageTitle>{name ?? ''}</PageTitle>
        <ViewerHeader
          item={item}
          actions={item && actionsFor(item, close)}
          onClose={close}
          onFullscreen={toggle}
        />
        <main
          {...swipe}
          className="relative grid touch-pinch-zoom place-items-center px-18 phone:px-0"
          onClick={(event) => {
            if (event.target === event.currentTarget && state) close();
          }}
        >
          <h1 className="sr-only">{name ?? t.common.loading}</h1>
          <p role="status" className="sr-only">
            {name ?? t.common.loading}
          </p>
          <ViewerContent
            query={query}
            onLike={() => {
              like(true);
              burst.start();
            }}
          />
          <Burst count={burst.count} />
          <Step to={previous} direction="previous" onStep={step} />
          <Step to={next} direction="next" onStep={step} />
        </main>
        <ViewerFooter item={item} onToggleLike={toggleLike} hasKeys={state !== null} />
      </div>
    </PortalContainerContext>
  );
}
