import { useCallback } from 'react';
import { useNavigate, type Location, type To } from 'react-router';
import { moveMedia, viewerMedia } from '../view-transition.ts';
import type { MediaList } from '../../../lib/media/media-queries.ts';

/** What the viewer is given when it opens over a page: the page to show behind it, and the list to walk. */
export interface ViewerState {
  readonly background: Location;
  readonly list?: MediaList;
}

/** Opens the viewer over the page, out of the tile that was chosen. */
export function useOpenMedia() {
  const navigate = useNavigate();
  return useCallback(
    (to: To, state: unknown, tile: HTMLElement) => {
      moveMedia(
        () => tile.querySelector<HTMLElement>('[data-tile-media]'),
        () => void navigate(to, { state }),
        viewerMedia,
      );
    },
    [navigate],
  );
}
