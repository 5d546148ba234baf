/** Words are the same whatever locale the database was made with: a data folder with LC_CTYPE C finds what RDS finds. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { parseDatabaseConfig } from '../../src/config/config.ts';
import { applyMigrations } from '../../src/database/migrations-runner.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.ts';

const locales = ['C', 'C.UTF-8'];
let databases: TestDatabase[];

beforeAll(async () => {
  databases = await Promise.all(
    locales.map((locale) => createEmptyDatabase(`TEMPLATE template0 LC_CTYPE '${locale}' LC_COLLATE 'C'`)),
  );
  for (const { url } of databases) {
    await applyMigrations(parseDatabaseConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent' }));
  }
});
afterAll(() => Promise.all(databases.map((database) => database.drop())));

it.each(['Straße ÅNGSTRÖM İstanbul Ǆ ﬁsh', 'Красный закат', 'नमस्ते 夕焼け สวัสดี', 'éÉ #Ünder_score don’t 𝒜 ⅷ'])(
  'of %j',
  async (text) => {
    const answers = await Promise.all(
      databases.map(async ({ url }) => {
        const client = new Client({ connectionString: url });
        await client.connect();
        try {
          const { rows } = await client.query<{ words: string[]; key: string; ctype: string }>(
            `SELECT search_words($1, false) AS words, tag_key($1) AS key,
               (SELECT datctype FROM pg_database WHERE datname = current_database()) AS ctype`,
            [text],
          );
          return rows[0];
        } finally {
          await client.end();
        }
      }),
    );
    expect(answers.map((answer) => answer?.ctype)).toEqual(locales);
    expect(answers[0]).toMatchObject({ words: answers[1]?.words, key: answers[1]?.key });
    expect(answers[0]?.words.length).toBeGreaterThan(0);
  },
);
