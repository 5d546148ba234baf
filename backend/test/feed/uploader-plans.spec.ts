/** What pages of somebody with very many items read: their own rows and no more, by the plan that PostgreSQL carries out. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import type { Statement } from '../../src/database/statement.ts';
import { uploadsOfAllTypes, uploadsOfOneType } from '../../src/feed/uploader-statements.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const items = 50_000;

let app: TestApp;
let ada: Person;
beforeAll(async () => {
  app = await startTestApp();
  ada = await signUpPerson(app.url);
  // Words are not what is looked at, and would take longer than a statement may.
  await app.app.get(DataSource).query('ALTER TABLE media DISABLE TRIGGER media_index_words_of_new');
  // One sound among pictures, the oldest of all.
  await app.app.get(DataSource).query(
    `INSERT INTO media (id, uploader_id, type, status, declared_mime_type, mime_type, file_name, size,
                        renditions, url_expires_at, deadline_at, published_at)
     SELECT uuidv7(), $1, CASE n WHEN 1 THEN 'AUDIO' ELSE 'IMAGE' END, 'READY', 'image/png', 'image/png', 'a.png', 1,
            '[{"name": "a.webp", "key": "a", "mimeType": "image/webp", "width": 1, "height": 1, "size": 1}]',
            now(), now(), now() - make_interval(secs => $2 - n)
     FROM generate_series(1, $2) AS n`,
    [ada.user.id, items],
  );
  await app.app.get(DataSource).query('VACUUM ANALYZE media');
});
afterAll(() => app.close());

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string | undefined;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly Plans?: readonly Plan[] | undefined;
}
const planSchema: z.ZodType<Plan> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Index Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Actual Loops': z.number(),
    'Rows Removed by Filter': z.number().optional(),
    Plans: z.array(planSchema).optional(),
  }),
);

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** How many rows the statement's scans read, those that a filter took away included, by the plan for any parameters. */
async function rowsRead({ text }: Statement, values: readonly (string | number | null)[]): Promise<number> {
  return app.app.get(DataSource).transaction(async (connection) => {
    await connection.query('SET LOCAL plan_cache_mode = force_generic_plan');
    await connection.query(`PREPARE measured AS ${text}`);
    const literals = values.map((value) => (value === null ? 'NULL' : `'${String(value)}'`)).join(', ');
    const rows = await connection.query<{ 'QUERY PLAN': unknown }[]>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE measured(${literals})`,
    );
    await connection.query('DEALLOCATE measured');
    const [{ Plan: plan }] = z.tuple([z.object({ Plan: planSchema })]).parse(rows[0]?.['QUERY PLAN']);
    return nodesOf(plan)
      .filter((node) => node['Node Type'].includes('Scan') && !node['Node Type'].startsWith('CTE'))
      .reduce(
        (sum, node) =>
          sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
        0,
      );
  });
}

const lastYear = '2025-01-01T00:00:00Z';
const future = '2100-01-01T00:00:00Z';
const someId = '0198c0de-0000-7000-8000-000000000001';
/** A page of 20 looks for 21, of each finds the item, its uploader, and what it is served as. */
const bound = 500;

it.each([
  ['the first page', uploadsOfAllTypes.page, () => [ada.user.id, null, 21, 'x', 0]],
  ['the first page of one type', uploadsOfOneType.page, () => [ada.user.id, 'IMAGE', 21, 'x', 0]],
  ['the first page of a type that is rare', uploadsOfOneType.page, () => [ada.user.id, 'AUDIO', 21, 'x', 0]],
  [
    'the first page of a type that is not there',
    uploadsOfOneType.page,
    () => [ada.user.id, 'VIDEO', 21, 'x', 0],
  ],
  ['a page by cursor', uploadsOfAllTypes.after, () => [ada.user.id, null, 21, 'x', future, someId]],
  [
    'a page by cursor past the end',
    uploadsOfAllTypes.after,
    () => [ada.user.id, null, 21, 'x', lastYear, someId],
  ],
  [
    'a page by cursor of one type',
    uploadsOfOneType.after,
    () => [ada.user.id, 'AUDIO', 21, 'x', future, someId],
  ],
])('%s reads a bounded number of rows', async (_what, statement, values) => {
  expect(await rowsRead(statement, values())).toBeLessThan(bound);
});

it('a deep page reads places of the index, and as few items', async () => {
  const read = await rowsRead(uploadsOfAllTypes.page, [ada.user.id, null, 21, 'x', 40_000]);
  expect(read).toBeLessThan(40_000 + bound);
});
