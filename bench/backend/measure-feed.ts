/** The feed: uncached, cached, at any depth, signed in. */
import { writeRow } from '../results.ts';
import { drawDepth } from './draw.ts';
import type { Target } from './load.ts';
import type { ServerProcess } from './program.ts';
import { inTurn, type Settings } from './rounds.ts';
import type { BenchStack } from './bench-stack.ts';

type Headers = Readonly<Record<string, string>>;
export const get = (path: string, headers: Headers = {}) => ({ method: 'GET' as const, path, headers });

const ratio = (one: number, other: number) => (one / other).toFixed(2);
const thousand = (value: number) => Math.round(value).toLocaleString('en');

export async function measureFeed(stack: BenchStack, settings: Settings): Promise<void> {
  const uncached = await stack.startApi({ FEED_CACHE_MILLISECONDS: '0' });
  const roomy = await stack.startApi({ FEED_CACHE_MILLISECONDS: '0', NODE_OPTIONS: '' });
  try {
    await measureUncached(stack, uncached, roomy, settings);
    await measureDepth(stack, uncached, settings);
  } finally {
    await Promise.all([uncached.stop(), roomy.stop()]);
  }
  await measureCached(stack, settings);
}

/** `roomy` is `uncached` without production's limit of memory: where there is little, collecting it costs the most. */
async function measureUncached(
  stack: BenchStack,
  uncached: ServerProcess,
  roomy: ServerProcess,
  settings: Settings,
): Promise<void> {
  const [person] = await stack.people(1);
  const { bare, texts, api, free, signedIn } = await inTurn(
    {
      bare: { server: stack.bare, requests: [get('/feed')] },
      texts: { server: stack.bare, requests: [get('/feed-of-texts')] },
      api: { server: uncached, requests: [get('/media')] },
      free: { server: roomy, requests: [get('/media')] },
      signedIn: {
        server: stack.api,
        requests: [get('/media', { authorization: stack.authorize(person ?? '') })],
      },
    },
    settings,
  );
  await writeRow('feed uncached', {
    what: 'uncached feed page of 20, requests a second against a bare server with one named statement',
    result: `${thousand(api.perSecond)} against ${thousand(bare.perSecond)}: ${ratio(api.perSecond, bare.perSecond)}`,
    asked: 'at least 0.80 (goal 0.95)',
    rounds: settings.rounds,
  });
  await writeRow('feed cpu', {
    what: 'processor time of such a request, against the bare server',
    result: `${api.cpuMicroseconds.toFixed(0)} against ${bare.cpuMicroseconds.toFixed(0)} µs: ${ratio(api.cpuMicroseconds, bare.cpuMicroseconds)}`,
    asked: 'at most 1.2',
    rounds: settings.rounds,
  });
  await writeRow('feed roomy', {
    what: 'the same two where memory has no limit',
    result: `${thousand(free.perSecond)} a second: ${ratio(free.perSecond, bare.perSecond)}; ${free.cpuMicroseconds.toFixed(0)} µs: ${ratio(free.cpuMicroseconds, bare.cpuMicroseconds)}; ${roomy.residentMiB().toFixed(0)} MiB resident`,
    asked: 'what the limit costs',
    rounds: settings.rounds,
  });
  await writeRow('feed texts', {
    what: 'a bare server that hands on items which PostgreSQL wrote as JSON (ADR 7), against one that reads columns and writes them',
    result: `${thousand(texts.perSecond)} against ${thousand(bare.perSecond)} a second: ${ratio(texts.perSecond, bare.perSecond)}; processor time of Node ${texts.cpuMicroseconds.toFixed(0)} against ${bare.cpuMicroseconds.toFixed(0)} µs: ${ratio(texts.cpuMicroseconds, bare.cpuMicroseconds)}`,
    asked: 'what ADR 7 is worth',
    rounds: settings.rounds,
  });
  await writeRow('feed signed in', {
    what: 'signed-in feed page of 20, requests a second against the anonymous uncached',
    result: `${thousand(signedIn.perSecond)} against ${thousand(api.perSecond)}: ${ratio(signedIn.perSecond, api.perSecond)}`,
    asked: 'at least 0.6',
    rounds: settings.rounds,
  });
}

async function measureCached(stack: BenchStack, settings: Settings): Promise<void> {
  const etag = (await fetch(`${stack.api.url}/media`)).headers.get('etag') ?? '';
  const statementsBefore = await stack.feedStatements();
  const startedAt = performance.now();
  const { bytes, cached } = await inTurn(
    {
      bytes: { server: stack.bare, requests: [get('/bytes')] },
      cached: { server: stack.api, requests: [get('/media')] },
    },
    settings,
  );
  const statements = (await stack.feedStatements()) - statementsBefore;
  const secondsUnderLoad = (performance.now() - startedAt) / 2000;
  const { bytes304, cached304 } = await inTurn(
    {
      bytes304: { server: stack.bare, requests: [get('/bytes', { 'if-none-match': '"bytes"' })] },
      cached304: { server: stack.api, requests: [get('/media', { 'if-none-match': etag })] },
    },
    settings,
  );
  await writeRow('feed cached', {
    what: 'cached first page, requests a second against static bytes of its size',
    result: `${thousand(cached.perSecond)} against ${thousand(bytes.perSecond)}: ${ratio(cached.perSecond, bytes.perSecond)}; ${ratio(statements, secondsUnderLoad)} statements a second`,
    asked: 'at least 0.75 (goal 0.9); one statement a second',
    rounds: settings.rounds,
  });
  await writeRow('feed 304', {
    what: 'the same where the reader has it already (304), against a 304 of static bytes',
    result: `${thousand(cached304.perSecond)} against ${thousand(bytes304.perSecond)}: ${ratio(cached304.perSecond, bytes304.perSecond)}; against static bytes of its size ${ratio(cached304.perSecond, bytes.perSecond)}`,
    asked: 'at least 1.0 against static bytes',
    rounds: settings.rounds,
  });
}

const pageSize = 10;

async function measureDepth(stack: BenchStack, uncached: ServerProcess, settings: Settings): Promise<void> {
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
  const p99 = (name: keyof typeof measured) => measured[name].p99;
  await writeRow('feed depth cursor', {
    what: `p99 of the page at the end of ${thousand(stack.scale.media)} items by cursor, against the first`,
    result: `${p99('cursor at the end').toFixed(0)} against ${p99('cursor at the start').toFixed(0)} ms; median processor time ${ratio(measured['cursor at the end'].cpuMicroseconds, measured['cursor at the start'].cpuMicroseconds)}`,
    asked: 'at most 1.2 times',
    rounds: settings.rounds,
  });
  for (const [first, last, what] of [
    ['page 1', 'last page', `?page=${thousand(lastPage)}`],
    ['page 1 of a type', 'last page of a type', `?type=IMAGE&page=${thousand(lastImagePage)}`],
  ] as const) {
    await writeRow(`feed depth ${last}`, {
      what: `p99 of ${what} of ${thousand(stack.scale.media)} items, against page 1`,
      result: `${p99(last).toFixed(0)} against ${p99(first).toFixed(0)} ms: ${ratio(p99(last), p99(first))}; requests a second ${ratio(measured[last].perSecond, measured[first].perSecond)}`,
      asked: 'at most 2 times',
      rounds: settings.rounds,
    });
  }
  await drawDepth(await depthCurve(uncached, lastPage, settings));
}

/** Milliseconds of the median page at depths a tenfold apart. */
async function depthCurve(
  server: ServerProcess,
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
  return depths.map((depth) => [depth, 1000 / (measured[String(depth)]?.perSecond ?? NaN)]);
}

async function cursorAt(server: ServerProcess, page: number): Promise<string | null> {
  const answer = await fetch(`${server.url}/media?size=${String(pageSize)}&page=${String(page)}`);
  return ((await answer.json()) as { nextCursor: string | null }).nextCursor;
}
