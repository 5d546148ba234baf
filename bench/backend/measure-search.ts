/** Searches of every kind, and how deep a tag can be read. */
import { judged, writeRow } from '../results.ts';
import { atMost, ratios, spreadOf, write } from '../figures.ts';
import type { BenchStack } from './bench-stack.ts';
import { compare } from './compare.ts';
import { fillCaptions, tag, wordsOfRanks } from './fill-captions.ts';
import type { Target } from './load.ts';
import { inTurn, type Settings } from './rounds.ts';

export async function measureSearch(stack: BenchStack, settings: Settings): Promise<void> {
  await fillCaptions(stack.database);
  const server = await stack.startApi({ FEED_CACHE_MILLISECONDS: '0' });
  const target = (query: Readonly<Record<string, string>>): Target => ({
    server,
    connections: 4,
    requests: [{ method: 'GET', path: `/media?${new URLSearchParams(query).toString()}` }],
  });
  try {
    const [common = '', middle = '', rare = ''] = await wordsOfRanks(stack.database, [1, 100, 10_000]);
    const searches = {
      'a common word': common,
      'a rare word': rare || middle,
      'two words': `${common} ${middle}`,
      'a beginning': middle.slice(0, 2),
      'a mistyped word': `${middle.slice(0, -2)}${middle.slice(-1)}${middle.slice(-2, -1)}z`,
      'words that are never together': `${common} -${common}`,
    };
    const targets = Object.fromEntries(Object.entries(searches).map(([name, q]) => [name, target({ q })]));
    const measured = await inTurn(targets, settings);
    for (const name of Object.keys(searches)) {
      const { p99 = [], perSecond = [] } = measured[name] ?? {};
      const hostile = name.startsWith('words');
      const row = {
        what: `p99 of the first page of a search for ${name} among ${stack.scale.media.toLocaleString('en')} captions, ms`,
        gives: hostile ? 'what the worst search costs' : 'how long somebody waits who searches',
        result: `${write(spreadOf(p99), 0)}; ${write(spreadOf(perSecond), 0)} a second by 4 connections`,
        rounds: settings.rounds,
      };
      await writeRow(`search ${name}`, judged(row, spreadOf(p99), atMost(hostile ? 600 : 100)));
    }
    await measureTag(stack, target, settings);
  } finally {
    await server.stop();
  }
}

async function measureTag(
  stack: BenchStack,
  target: (query: Readonly<Record<string, string>>) => Target,
  settings: Settings,
): Promise<void> {
  const last = Math.min(10_000, Math.floor(stack.scale.media / 4 / 20));
  const page = (number: number) => target({ tag, page: String(number), size: '20' });
  const { first, deep } = await inTurn({ first: page(1), deep: page(last) }, settings);
  const slower = ratios(deep.p99, first.p99);
  const row = {
    what: `p99 of page ${last.toLocaleString('en')} of a tag, against the first`,
    gives: 'how long somebody waits who has come to the oldest items of a tag',
    result: `${write(slower)} times; ${compare(deep, first).result}`,
    rounds: settings.rounds,
  };
  await writeRow('tag depth', judged(row, slower, atMost(2)));
}
