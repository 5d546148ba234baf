/** The feed: uncached, cached, at any depth, signed in. */
import { judged, writeRow } from '../results.ts';
import { atLeast, atMost, ratios, write } from '../figures.ts';
import type { BenchStack } from './bench-stack.ts';
import { compare, share } from './compare.ts';
import type { MeasuredServer } from './load.ts';
import { measureDepth } from './measure-depth.ts';
import { inTurn, type Settings } from './rounds.ts';
import { copyHeaders } from './same-headers.ts';

type Headers = Readonly<Record<string, string>>;
export const get = (path: string, headers: Headers = {}) => ({ method: 'GET' as const, path, headers });

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
  uncached: MeasuredServer,
  roomy: MeasuredServer,
  settings: Settings,
): Promise<void> {
  const [person] = await stack.people(1);
  const targets = {
    bare: { server: stack.bare, requests: [get('/feed')] },
    columns: { server: stack.bare, requests: [get('/feed-of-columns')] },
    api: { server: uncached, requests: [get('/media')] },
    free: { server: roomy, requests: [get('/media')] },
    signedIn: {
      server: stack.api,
      requests: [get('/media', { authorization: stack.authorize(person ?? '') })],
    },
  };
  await copyHeaders(targets.api, targets.bare);
  await copyHeaders(targets.api, targets.columns);
  const { bare, columns, api, free, signedIn } = await inTurn(targets, settings);
  const { rounds } = settings;
  const page = compare(api, bare);
  await writeRow(
    'feed uncached',
    judged(
      {
        what: "uncached feed page of 20 with production's memory, against bare Node with the same statement and headers",
        gives: 'what one more reader costs whose page nobody asked for in this second',
        result: page.result,
        rounds,
      },
      page.times,
      atMost(1.6, 1.15),
    ),
  );
  const withRoom = compare(free, bare);
  await writeRow(
    'feed roomy',
    judged(
      {
        what: 'the same where memory has no limit',
        gives: `what more memory for the API is worth: ${roomy.residentMiB().toFixed(0)} MiB resident here`,
        result: `${withRoom.result}; production's limit costs ${write(ratios(api.cpuMicroseconds, free.cpuMicroseconds))} times the processor`,
        rounds,
      },
      withRoom.times,
      atMost(1.6, 1.15),
    ),
  );
  await writeRow('feed columns', {
    what: 'bare Node that reads columns and makes JSON of them, against one that hands on what PostgreSQL wrote',
    gives: 'what ADR 7 saves the API, and costs the database',
    result: compare(columns, bare).result,
    asked: 'nothing',
    rounds,
  });
  await writeRow('feed signed in', {
    what: 'signed-in feed page of 20, against the anonymous uncached',
    gives: 'what somebody who is signed in costs: the page is shared, their own likes are read each time',
    result: compare(signedIn, api).result,
    asked: 'nothing',
    rounds,
  });
}

async function measureCached(stack: BenchStack, settings: Settings): Promise<void> {
  const etag = (await fetch(`${stack.api.url}/media`)).headers.get('etag') ?? '';
  const targets = {
    bytes: { server: stack.bare, requests: [get('/bytes')] },
    cached: { server: stack.api, requests: [get('/media')] },
    bytes304: { server: stack.bare, requests: [get('/bytes', { 'if-none-match': etag })] },
    cached304: { server: stack.api, requests: [get('/media', { 'if-none-match': etag })] },
  };
  await copyHeaders(targets.cached, targets.bytes);
  const statementsBefore = await stack.feedStatements();
  const startedAt = performance.now();
  const { bytes, cached, bytes304, cached304 } = await inTurn(targets, settings);
  const statements = (await stack.feedStatements()) - statementsBefore;
  // Half of the time the load was on the baseline.
  const secondsUnderLoad = (performance.now() - startedAt) / 2000;
  for (const [name, what, subject, baseline, goal] of [
    [
      'feed cached',
      'cached first page, against the same bytes from memory',
      cached,
      bytes,
      atLeast(0.8, 0.9),
    ],
    ['feed 304', 'the same where the reader has it already (304)', cached304, bytes304, atLeast(0.7, 0.9)],
  ] as const) {
    const part = share(subject, baseline);
    const row = {
      what,
      gives: 'how many readers of the first page one core carries, however many there are',
      result: `${write(part)} of the requests with the same processor time; ${compare(subject, baseline).result}; ${(statements / secondsUnderLoad).toFixed(2)} statements a second`,
      rounds: settings.rounds,
    };
    await writeRow(name, judged(row, part, goal));
  }
}
