/**
 * Captions for every item, as people write them: words of three scripts by Zipf's law (the word of rank r comes up 1/r as
 * often as the first), and one tag that every fourth item has. Made without the triggers, which index row by row.
 */
import type { Client } from 'pg';

/** Distinct words. */
const vocabulary = 50_000;
export const tag = 'bench';

/** SQL of the word of a rank: three or four syllables that count in base 24; every fifth is Cyrillic, every seventh Japanese. */
const wordOf = (rank: string) => `(
  SELECT string_agg(substr(
    CASE WHEN ${rank} % 7 = 0 THEN 'かきくけこさしすせそたちつてとなにぬねのはひふへ'
      WHEN ${rank} % 5 = 0 THEN 'абвгдежзиклмнопрстуфхцчш'
      ELSE 'abcdefghijklmnopqrstuvwx' END,
    1 + (${rank} * 7919 / 24 ^ place)::bigint::integer % 24, 1), '')
  FROM generate_series(0, 5) AS place)`;

const statements = [
  'SET session_replication_role = replica',
  `CREATE TEMP TABLE bench_words AS
   SELECT rank, ${wordOf('rank')} AS word FROM generate_series(1, ${String(vocabulary)}) AS rank`,
  'CREATE UNIQUE INDEX ON bench_words (rank)',
  `UPDATE media SET caption = written.caption || CASE WHEN tagged THEN ' #${tag}' ELSE '' END,
     tags = CASE WHEN tagged THEN '{${tag}}'::text[] ELSE '{}' END
   FROM (
     SELECT id, row_number() OVER (ORDER BY id) % 4 = 0 AS tagged, (
       SELECT string_agg(word, ' ') FROM generate_series(1, 8) AS place
       JOIN bench_words ON rank = 1 + floor(exp(ln(${String(vocabulary)}) *
         ((hashtextextended(media.id::text, place)::numeric / 18446744073709551616) + 0.5)::float8))::integer
     ) AS caption FROM media
   ) written WHERE written.id = media.id AND written.caption IS NOT NULL`,
  `INSERT INTO media_words (media_id, type, published_at, words)
   SELECT m.id, m.type, m.published_at, search_document(ARRAY[m.caption, m.alt_text, u.name])
   FROM media m JOIN users u ON u.id = m.uploader_id WHERE m.status = 'READY'
   ON CONFLICT (media_id) DO UPDATE SET words = excluded.words`,
  'TRUNCATE word_counts',
  `INSERT INTO word_counts (word, items, slips)
   SELECT word, ndoc, word_slips(word) FROM ts_stat('SELECT words FROM media_words')`,
  `INSERT INTO media_tags (key, media_id, type, published_at)
   SELECT '${tag}', id, type, published_at FROM media WHERE tags <> '{}'`,
  `INSERT INTO tag_counts (key, level, type, bucket, items)
   SELECT key, level, type, feed_bucket(published_at, level), count(*)
   FROM media_tags CROSS JOIN generate_series(0, 3) AS level GROUP BY 1, 2, 3, 4`,
  `INSERT INTO tags (key, name, items) SELECT key, key, count(*) FROM media_tags GROUP BY key`,
  'SET session_replication_role = origin',
  'VACUUM ANALYZE',
];

export async function fillCaptions(client: Client): Promise<void> {
  console.log('Filling the database: captions');
  for (const statement of statements) await client.query(statement);
}

/** The words nearest to some ranks among those that items have: the first is the most common. */
export async function wordsOfRanks(client: Client, ranks: readonly number[]): Promise<string[]> {
  const { rows } = await client.query<{ word: string }>(
    `SELECT word FROM (
       SELECT word, row_number() OVER (ORDER BY items DESC, word) AS rank FROM word_counts
       WHERE word ~ '^[a-z]{5,}$' AND word <> '${tag}'
     ) ranked WHERE rank = ANY($1) ORDER BY rank`,
    [ranks],
  );
  return rows.map(({ word }) => word);
}
