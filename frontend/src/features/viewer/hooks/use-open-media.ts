import { useCallback } from 'react';
import { useNavigate, type To } from 'react-router';
import { moveMedia, viewerMedia } from '../view-transition.ts';

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
