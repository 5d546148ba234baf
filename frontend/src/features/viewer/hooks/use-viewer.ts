import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { MediaItem } from '@media-feed/contract';
import type { ViewerState } from '../../../lib/viewer-state.ts';
import { moveMedia, tileMediaOf, viewerMedia } from '../view-transition.ts';

/** Goes to a neighbour in place, so that going back closes the viewer. */
export function useStep(state: ViewerState | null): (item: MediaItem | undefined) => void {
  const navigate = useNavigate();
  return useCallback(
    (item) => {
      if (item) void navigate(`/m/${item.id}`, { replace: true, state });
    },
    [navigate, state],
  );
}

/** Back to the page behind, or to the feed. */
export function useClose(mediaId: string, hasBackground: boolean): () => void {
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
export function useDialog(mediaId: string) {
  const dialog = useRef<HTMLDivElement>(null);
  const lastId = useRef(mediaId);
  useEffect(() => {
    lastId.current = mediaId;
  }, [mediaId]);
  useEffect(() => {
    document.documentElement.dataset.viewing = '';
    dialog.current?.focus({ preventScroll: true });
    return () => {
      delete document.documentElement.dataset.viewing;
      const tile = tileMediaOf(lastId.current)?.closest('article');
      tile?.querySelector('a')?.focus({ preventScroll: true });
    };
  }, []);
  return dialog;
}

export function useBurst(): { count: number; start: () => void } {
  const [count, setCount] = useState(0);
  return {
    count,
    start: () => {
      setCount((before) => before + 1);
    },
  };
}

/** Neighbours are one key away: their pictures are fetched before it is pressed. */
export function usePreloaded(item: MediaItem | undefined): void {
  const url = item?.type === 'IMAGE' ? (item.renditions.at(-1)?.url ?? item.url) : null;
  useEffect(() => {
    if (url) new Image().src = url;
  }, [url]);
}

export async function toggleFullscreen(element: HTMLElement | null): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await element?.requestFullscreen();
  } catch {
    // The browser does not allow it, as on most phones: the viewer fills the page anyway.
  }
}
