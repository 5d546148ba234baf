/** People who go on using the site: what they get for each request, until they are told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';

interface Failure {
  readonly request: string;
  readonly got: string;
}
export interface Load {
  /** How many requests were answered, by method. */
  readonly answered: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
  readonly stop: () => Promise<void>;
}

/** Requests a second of each kind; nginx lets 50 in. */
const perSecond = 12;
const requestTimeoutMs = 30_000;

/** @param headers that every request brings */
export function startLoad(url: string, headers: Readonly<Record<string, string>>): Load {
  const answered: Record<string, number> = {};
  const failures: Failure[] = [];
  let stopped = false as boolean;

  async function ask(method: string, path: string, body?: string): Promise<void> {
    const request = `${method} ${path}`;
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const answer = await fetch(url + path, {
        method,
        headers: { ...headers, ...json },
        ...(body !== undefined && { body }),
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      await answer.arrayBuffer();
      answered[method] = (answered[method] ?? 0) + 1;
      if (answer.status >= 500) failures.push({ request, got: String(answer.status) });
    } catch (error) {
      failures.push({ request, got: String(error) });
    }
  }

  /** At its own pace, whether or not the ones before were answered: as people come. */
  async function comeBy(method: string, path: string, body?: string): Promise<void> {
    const under: Promise<void>[] = [];
    while (!stopped) {
      under.push(ask(method, path, body));
      await sleep(1000 / perSecond);
    }
    await Promise.all(under);
  }

  const people = [
    comeBy('GET', '/media?size=1'),
    // Without a cookie nobody is signed in again, and the answer is as much work as any.
    comeBy('POST', '/authentication/refresh', '{}'),
  ];
  return {
    answered,
    failures,
    stop: async () => {
      stopped = true;
      await Promise.all(people);
    },
  };
}
