import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Foreign keys without an index of all their rows that begins with their columns. */
const unindexed = `
  SELECT format('%s (%s)', c.conrelid::regclass, string_agg(a.attname, ', ' ORDER BY a.attnum)) AS key
  FROM pg_constraint c
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
  WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND NOT EXISTS (
    SELECT FROM pg_index i
    WHERE i.indrelid = c.conrelid AND i.indpred IS NULL
      AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
  )
  GROUP BY c.oid, c.conrelid ORDER BY 1`;

it('a row that goes finds all that refer to it by an index', async () => {
  const { rows } = await client.query<{ key: string }>(unindexed);
  expect(rows.map(({ key }) => key)).toEqual([]);

  await client.query('CREATE TABLE unindexed_probe (user_id uuid REFERENCES users)');
  await client.query('CREATE INDEX ON unindexed_probe (user_id) WHERE user_id IS NULL');
  const { rows: found } = await client.query<{ key: string }>(unindexed);
  expect(found.map(({ key }) => key)).toEqual(['unindexed_probe (user_id)']);
});
