/** Likes: a storm on one item, and spread over many; nothing may drift, nothing may deadlock. */
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median, writeRow } from '../results.ts';
import { drawContention } from './draw.ts';
import { load } from './load.ts';
import { inTurn, type Settings } from './rounds.ts';
import type { BenchStack } from './bench-stack.ts';

const run = promisify(execFile);
const clients = 64;

type Verb = 'POST' | 'DELETE';

/** Everybody likes and takes it back, in turn, each on the items that `itemOf` gives. */
function storm(stack: BenchStack, people: readonly string[], itemOf: (index: number) => string) {
  return people.flatMap((person, index) =>
    (['POST', 'DELETE'] as Verb[]).map((method) => ({
      method,
      path: `/media/${itemOf(index)}/likes`,
      headers: { authorization: stack.authorize(person) },
    })),
  );
}

export async function measureLikes(stack: BenchStack, settings: Settings): Promise<void> {
  const people = await stack.people(500);
  const items = await stack.items(500);
  const hot = items[0] ?? '';
  const echo = {
    method: 'POST' as const,
    path: '/echo',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  };
  const deadlocksBefore = await stack.deadlocks();
  const { api, bare } = await inTurn(
    {
      bare: { server: stack.bare, requests: [echo], connections: clients },
      api: { server: stack.api, requests: storm(stack, people, () => hot), connections: clients },
    },
    settings,
  );
  const deadlocks = (await stack.deadlocks()) - deadlocksBefore;
  await writeRow('likes hot', {
    what: `likes and unlikes of one item over HTTP by ${String(clients)} clients, against a bare server that parses and answers`,
    result: `${api.perSecond.toFixed(0)} against ${bare.perSecond.toFixed(0)} a second: ${(api.perSecond / bare.perSecond).toFixed(2)}; p99 ${api.p99.toFixed(0)} ms; drift ${String(await stack.likeDrift())}, deadlocks ${String(deadlocks)}`,
    asked: 'at least 0.6, p99 at most 50 ms, drift 0, deadlocks 0',
    rounds: settings.rounds,
  });
  await measureSpread(stack, settings, people, items);
  await drawContention(await contention(stack, settings, people, hot));
}

async function measureSpread(
  stack: BenchStack,
  { rounds, seconds }: Settings,
  people: readonly string[],
  items: readonly string[],
): Promise<void> {
  const spread = storm(stack, people, (index) => items[index % items.length] ?? '');
  const target = { server: stack.api, requests: spread, connections: clients };
  const api: number[] = [];
  const pgbench: number[] = [];
  for (let round = 0; round < rounds; round++) {
    api.push((await load(target, seconds)).perSecond);
    const perSecond = await pgbenchLikes(stack, people, items, seconds);
    if (perSecond !== undefined) pgbench.push(perSecond);
  }
  const against =
    pgbench.length === 0
      ? 'pgbench is not on this machine (Debian: postgresql-contrib)'
      : `${median(pgbench).toFixed(0)}: ${(median(api) / median(pgbench)).toFixed(2)}`;
  await writeRow('likes spread', {
    what: `likes and unlikes spread over ${String(items.length)} items over HTTP, a second, against pgbench's single statement`,
    result: `${median(api).toFixed(0)} against ${against}; drift ${String(await stack.likeDrift())}`,
    asked: 'at least 0.5',
    rounds,
  });
}

/** The contended CTE of docs/performance.md, one like or unlike a transaction; `undefined` without pgbench. */
async function pgbenchLikes(
  stack: BenchStack,
  people: readonly string[],
  items: readonly string[],
  seconds: number,
): Promise<number | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'media-feed-pgbench-'));
  const script = join(folder, 'like.sql');
  const array = (ids: readonly string[]) => `(ARRAY['${ids.join("','")}']::uuid[])`;
  await stack.database.query(
    `CREATE TABLE IF NOT EXISTS bench_ids AS
     SELECT n, ${array(people)}[n] AS person, ${array(items)}[n] AS item FROM generate_series(1, ${String(Math.min(people.length, items.length))}) n`,
  );
  await stack.database.query('CREATE UNIQUE INDEX IF NOT EXISTS bench_ids_n ON bench_ids (n)');
  await writeFile(
    script,
    `\\set a random(1, ${String(Math.min(people.length, items.length))})
\\set b random(1, ${String(Math.min(people.length, items.length))})
WITH pair AS (SELECT (SELECT item FROM bench_ids WHERE n = :a) AS media_id, (SELECT person FROM bench_ids WHERE n = :b) AS user_id),
 gone AS (DELETE FROM likes l USING pair WHERE l.media_id = pair.media_id AND l.user_id = pair.user_id RETURNING 1),
 come AS (INSERT INTO likes (media_id, user_id) SELECT media_id, user_id FROM pair WHERE NOT EXISTS (SELECT FROM gone) ON CONFLICT DO NOTHING RETURNING 1)
UPDATE media m SET likes_count = likes_count + (SELECT count(*) FROM come) - (SELECT count(*) FROM gone) FROM pair WHERE m.id = pair.media_id;
`,
  );
  const args = [
    '-n',
    '-f',
    script,
    '-c',
    '10',
    '-j',
    '2',
    '-M',
    'prepared',
    '-T',
    String(seconds),
    stack.databaseUrl,
  ];
  try {
    const { stdout } = await run('pgbench', args);
    return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Likes a second on one hot item by ever more clients. */
async function contention(
  stack: BenchStack,
  settings: Settings,
  people: readonly string[],
  hot: string,
): Promise<[number, number][]> {
  const points: [number, number][] = [];
  for (const connections of [1, 4, 16, 64, 128]) {
    const target = { server: stack.api, requests: storm(stack, people, () => hot), connections };
    points.push([connections, (await load(target, Math.min(3, settings.seconds))).perSecond]);
  }
  return points;
}
