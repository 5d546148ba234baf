import type { ReadableStore } from '@media-feed/uploader';
import { useStore } from './hooks/use-store.ts';
import { createServiceContext } from './service-context.ts';

const tickMs = 30_000;

/** Milliseconds since the epoch; runs only while somebody looks at it. */
export function createClock(): ReadableStore<number> {
  const listeners = new Set<() => void>();
  let nowMs = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    get: () => nowMs,
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(() => {
        nowMs = Date.now();
        for (const each of listeners) each();
      }, tickMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const [ClockContext, useClock] = createServiceContext<ReadableStore<number>>('clock');
export { ClockContext };

/** One clock for all relative times on the page; it moves every half minute. */
export const useNow = (): number => useStore(useClock());
