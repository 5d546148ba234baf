/** Likes: a storm on one item, and spread over many; nothing may drift, nothing may deadlock. */
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { judged, writeRow } from '../results.ts';
import { atMost, spreadOf, write } from '../figures.ts';
import type { BenchStack } from './bench-stack.ts';
import { compare } from './compare.ts';
import { drawContention } from './draw.ts';
import { load } from './load.ts';
import { inTurn, type Settings } from './rounds.ts';
import { copyHeaders } from './same-headers.ts';

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

/** The same requests as the bare server takes them. */
const bareStorm = (requests: ReturnType<typeof storm>) =>
  requests.map((request) => ({ ...request, path: `/likes?${request.path.split('/')[2] ?? ''}` }));

export async function measureLikes(stack: BenchStack, settings: Settings): Promise<void> {
  const people = await stack.people(500);
  const items = await stack.items(500);
  const [hot = ''] = items;
  const onOne = storm(stack, people, () => hot);
  const spread = storm(stack, people, (index) => items[index % items.length] ?? '');
  const targets = {
    bareHot: { server: stack.bare, requests: bareStorm(onOne), connections: clients },
    hot: { server: stack.api, requests: onOne, connections: clients },
    bareSpread: { server: stack.bare, requests: bareStorm(spread), connections: clients },
    spread: { server: stack.api, requests: spread, connections: clients },
  };
  await copyHeaders(targets.hot, targets.bareHot);
  const deadlocksBefore = await stack.deadlocks();
  const measured = await inTurn(targets, settings);
  const deadlocks = (await stack.deadlocks()) - deadlocksBefore;
  const sound = `drift ${String(await stack.likeDrift())}, deadlocks ${String(deadlocks)} (asked: none)`;
  const pgbench = await pgbenchLikes(stack, people, items, settings.seconds);
  for (const [name, subject, baseline, where, rest] of [
    ['likes hot', measured.hot, measured.bareHot, 'of one item', ''],
    [
      'likes spread',
      measured.spread,
      measured.bareSpread,
      `spread over ${String(items.length)} items`,
      pgbench === undefined
        ? '; pgbench is not on this machine (Debian: postgresql-contrib)'
        : `; pgbench's single statement did ${pgbench.toFixed(0)} a second`,
    ],
  ] as const) {
    const { times, result } = compare(subject, baseline);
    const row = {
      what: `likes and unlikes ${where} by ${String(clients)} clients, against a bare server with the same batch and statement`,
      gives: 'how much applause one core takes, and that no like is lost or counted twice',
      result: `${result}; p99 ${write(spreadOf(subject.p99), 0)} ms (asked: 50); ${sound}${rest}`,
      rounds: settings.rounds,
    };
    await writeRow(name, judged(row, times, atMost(1.8, 1.3)));
  }
  await drawContention(await contention(stack, settings, people, hot));
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
