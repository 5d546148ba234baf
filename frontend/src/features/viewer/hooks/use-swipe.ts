import { useRef, type PointerEvent } from 'react';

interface SwipeActions {
  readonly onLeft: () => void;
  readonly onRight: () => void;
  readonly onDown: () => void;
}

const minDistancePx = 56;

/** Handlers for an element that is swiped with one finger. */
export function useSwipe(actions: SwipeActions) {
  const start = useRef<{ id: number; x: number; y: number } | null>(null);
  return {
    onPointerDown: (event: PointerEvent) => {
      const isControl =
        event.target instanceof Element && event.target.closest('video, audio, button, a') !== null;
      const isFirst = event.pointerType === 'touch' && event.isPrimary && !isControl;
      start.current = isFirst ? { id: event.pointerId, x: event.clientX, y: event.clientY } : null;
    },
    onPointerUp: (event: PointerEvent) => {
      const from = start.current;
      start.current = null;
      if (from?.id !== event.pointerId) return;
      const dx = event.clientX - from.x;
      const dy = event.clientY - from.y;
      if (Math.abs(dx) > minDistancePx && Math.abs(dx) > Math.abs(dy) * 1.5) {
        if (dx < 0) actions.onLeft();
        else actions.onRight();
      } else if (dy > minDistancePx * 1.5 && dy > Math.abs(dx) * 1.5) {
        actions.onDown();
      }
    },
    onPointerCancel: () => {
      start.current = null;
    },
  };
}
