import type { PutToStorage } from './upload-api.ts';

/**
 * Lets so many PUTs run at once, over all uploads. A browser opens six connections to one host; what waits for
 * one of them inside the browser would look like a connection on which nothing moves.
 */
export function limitPuts(put: PutToStorage, putsAtOnce = 6): PutToStorage {
  let free = putsAtOnce;
  const waiting: (() => void)[] = [];
  return async (request) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await put(request);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
