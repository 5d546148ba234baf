/** The feed at any depth: by cursor, by number, of one type. */
import { judged, writeRow } from '../results.ts';
import { atMost, median, ratios, spreadOf, write } from '../figures.ts';
import type { BenchStack } from './bench-stack.ts';
import { compare } from './compare.ts';
import { drawDepth } from './draw.ts';
import type { MeasuredServer, Target } from './load.ts';
import { inTurn, type Settings } from './rounds.ts';

const get = (path: string) => ({ method: 'GET' as const, path });
const thousand = (value: number) => Math.round(value).toLocaleString('en');

const pageSize = 10;

export async function measureDepth(
  stack: BenchStack,
  uncached: MeasuredServer,
  settings: Settings,
): Promise<void> {
  const lastPage = Math.floor(stack.scale.media / pageSize);
  const lastImagePage = Math.floor((stack.scale.media * 0.7) / pageSize);
  /** Fifty neighbouring pages, so that no single row is measured. */
  const pages = (last: number, type = ''): Target => ({
    server: uncached,
    connections: 8,
    requests: Array.from({ length: 50 }, (_, index) =>
      get(`/media?size=${String(pageSize)}${type}&page=${String(Math.max(1, last - index))}`),
    ),
  });
  const cursor = await cursorAt(uncached, lastPage - 10);
  const byCursor = (from: string | null): Target => ({
    server: uncached,
    connections: 8,
    requests: [get(`/media?size=${String(pageSize)}${from === null ? '' : `&cursor=${from}`}`)],
  });
  const firstCursor = await cursorAt(uncached, 1);
  const measured = await inTurn(
    {
      'page 1': { ...pages(1), requests: [get(`/media?size=${String(pageSize)}`)] },
      'last page': pages(lastPage),
      'page 1 of a type': { ...pages(1), requests: [get(`/media?size=${String(pageSize)}&type=IMAGE`)] },
      'last page of a type': pages(lastImagePage, '&type=IMAGE'),
      'cursor at the start': byCursor(firstCursor),
      'cursor at the end': byCursor(cursor),
    },
    settings,
  );
  for (const [first, last, what, goal] of [
    ['cursor at the start', 'cursor at the end', 'the page at the end by cursor', atMost(1.2)],
    ['page 1', 'last page', `?page=${thousand(lastPage)}`, atMost(2)],
    ['page 1 of a type', 'last page of a type', `?type=IMAGE&page=${thousand(lastImagePage)}`, atMost(2)],
  ] as const) {
    const slower = ratios(measured[last].p99, measured[first].p99);
    const row = {
      what: `p99 of ${what} of ${thousand(stack.scale.media)} items, against the first`,
      gives: 'how long somebody waits who has scrolled, or jumped, to the oldest items',
      result: `${write(spreadOf(measured[last].p99), 0)} against ${write(spreadOf(measured[first].p99), 0)} ms: ${write(slower)} times; ${compare(measured[last], measured[first]).result}`,
      rounds: settings.rounds,
    };
    await writeRow(`feed depth ${last}`, judged(row, slower, goal));
  }
  await drawDepth(await depthCurve(uncached, lastPage, settings));
}

/** Milliseconds of the median page at depths a tenfold apart. */
async function depthCurve(
  server: MeasuredServer,
  lastPage: number,
  settings: Settings,
): Promise<[number, number][]> {
  const depths = [1, 10, 100, 1000, 10_000, 100_000].filter((depth) => depth < lastPage).concat(lastPage);
  const targets = Object.fromEntries(
    depths.map((depth) => [
      String(depth),
      { server, connections: 1, requests: [get(`/media?size=${String(pageSize)}&page=${String(depth)}`)] },
    ]),
  );
  const measured = await inTurn(targets, {
    rounds: Math.min(3, settings.rounds),
    seconds: Math.min(2, settings.seconds),
  });
  return depths.map((depth) => [depth, 1000 / median(measured[String(depth)]?.perSecond ?? [])]);
}

async function cursorAt(server: MeasuredServer, page: number): Promise<string | null> {
  const answer = await fetch(`${server.url}/media?size=${String(pageSize)}&page=${String(page)}`);
  return ((await answer.json()) as { nextCursor: string | null }).nextCursor;
}
