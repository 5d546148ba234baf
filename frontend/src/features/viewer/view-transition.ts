import { flushSync } from 'react-dom';

const name = 'opened-media';

/**
 * Moves a tile's picture into the viewer, or back: the browser animates between the element that carries the
 * name before `update` and the one that carries it after. Without support, or with reduced motion, the page
 * just changes. An `update` that is not done at once returns a promise.
 */
export function moveMedia(
  from: () => HTMLElement | null,
  update: () => void | Promise<void>,
  to: () => HTMLElement | null,
): void {
  // Older browsers have no view transitions, whatever the DOM types say.
  const canMove =
    'startViewTransition' in document && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (!canMove) {
    void update();
    return;
  }
  const origin = from();
  if (origin) origin.style.viewTransitionName = name;
  let target: HTMLElement | null = null;
  const transition = document.startViewTransition(async () => {
    await flushSync(update);
    if (origin) origin.style.viewTransitionName = '';
    target = to();
    if (target) target.style.viewTransitionName = name;
  });
  const tidyUp = (): void => {
    if (target) target.style.viewTransitionName = '';
  };
  transition.ready.catch(() => undefined); // skipped: another one began
  transition.finished.then(tidyUp, tidyUp);
}

export const tileMediaOf = (mediaId: string): HTMLElement | null =>
  document.querySelector(`[data-media-id="${CSS.escape(mediaId)}"] [data-tile-media]`);

export const viewerMedia = (): HTMLElement | null => document.querySelector('[data-viewer-media]');
