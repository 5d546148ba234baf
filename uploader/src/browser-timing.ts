import type { Timing } from './upload-run.ts';

/** Real clocks. Somebody offline waits for the connection, and not longer than half a minute for a sign of it. */
export const browserTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  isOnline: () => navigator.onLine,
  pause: async (ms, signal) => {
    await sleep(ms, signal);
    if (!navigator.onLine) await online(signal);
  },
};

const offlineRecheckMs = 30_000;

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = (): void => {
      clearTimeout(timer);
      reject(new DOMException('Given up', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', give);
      resolve();
    }, ms);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}

async function online(signal: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const end = (): void => {
    waiting.abort();
  };
  window.addEventListener('online', end, { once: true, signal: waiting.signal });
  signal.addEventListener('abort', end, { once: true, signal: waiting.signal });
  await sleep(offlineRecheckMs, waiting.signal).catch(() => undefined);
  end();
  signal.throwIfAborted();
}
