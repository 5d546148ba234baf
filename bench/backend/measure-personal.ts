/** Pages of one person who has very many items, and of one who likes as many, at any depth. */
import { judged, writeRow } from '../results.ts';
import { atMost, ratios, spreadOf, write } from '../figures.ts';
import type { BenchStack } from './bench-stack.ts';
import type { Target } from './load.ts';
import { inTurn, type Rounds, type Settings } from './rounds.ts';

const pageSize = 20;
/** Of a million; a page of as many items as the tests of plans have. */
const share = 20;

/** Last of all: it gives one person a twentieth of all items, and as many likes, which other lines don't expect. */
export async function measurePersonal(stack: BenchStack, settings: Settings): Promise<void> {
  const [person = ''] = await stack.people(1);
  const items = await giveItemsAndLikes(stack, person);
  const lastPage = Math.floor(items / pageSize);
  const headers = { authorization: stack.authorize(person) };
  const pages = (filter: string, last: number): Target => ({
    server: stack.api,
    connections: 4,
    requests: Array.from({ length: Math.min(20, lastPage) }, (_, index) => ({
      method: 'GET' as const,
      path: `/media?${filter}&size=${String(pageSize)}&page=${String(Math.max(1, last - index))}`,
      headers,
    })),
  });
  const byCursor = async (filter: string, page: number): Promise<Target> => {
    const url = `/media?${filter}&size=${String(pageSize)}`;
    const answer = await fetch(`${stack.api.url}${url}&page=${String(page)}`, { headers });
    const { nextCursor } = (await answer.json()) as { nextCursor: string };
    const path = `${url}&cursor=${nextCursor}`;
    return { server: stack.api, connections: 4, requests: [{ method: 'GET', path, headers }] };
  };
  for (const [name, filter] of [
    ['uploader', `uploader=${person}`],
    ['liked', 'liked=true'],
  ] as const) {
    const measured = await inTurn(
      {
        first: pages(filter, 20),
        last: pages(filter, lastPage),
        firstByCursor: await byCursor(filter, 1),
        lastByCursor: await byCursor(filter, lastPage - 2),
      },
      settings,
    );
    const deeper = ratios(costOf(measured.last), costOf(measured.first));
    const deeperByCursor = ratios(costOf(measured.lastByCursor), costOf(measured.firstByCursor));
    const row = {
      what: `the last page of ?${name}= of somebody with ${items.toLocaleString('en')} items, against the first, by cursor`,
      gives:
        'what one person can make the others wait by what they own: nothing grows with how far back they read',
      result: `${microseconds(measured.lastByCursor)} against ${microseconds(measured.firstByCursor)} µs of processor, PostgreSQL's included: ${write(deeperByCursor)} times; by number ${microseconds(measured.last)} against ${microseconds(measured.first)}: ${write(deeper)} times`,
      rounds: settings.rounds,
    };
    await writeRow(`feed of ${name}`, judged(row, deeperByCursor, atMost(1.2)));
  }
}

/** Processor time of a request, of Node and of PostgreSQL, in each round. */
const costOf = ({ cpuMicroseconds, databaseMicroseconds }: Rounds): number[] =>
  cpuMicroseconds.map((node, index) => node + (databaseMicroseconds[index] ?? NaN));

const microseconds = (rounds: Rounds): string => write(spreadOf(costOf(rounds)), 0);

/** @returns how many items and likes the person now has */
async function giveItemsAndLikes({ database, scale }: BenchStack, person: string): Promise<number> {
  const count = Math.floor(scale.media / share);
  const every = `SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM media) m WHERE n % ${String(share)} = 0`;
  await database.query(`UPDATE media SET uploader_id = $1 WHERE id IN (${every})`, [person]);
  await database.query('DELETE FROM likes WHERE user_id = $1', [person]);
  await database.query(`INSERT INTO likes (media_id, user_id) SELECT id, $1 FROM (${every}) liked`, [person]);
  await database.query('VACUUM ANALYZE media, likes');
  return count;
}
