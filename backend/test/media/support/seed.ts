import { type MediaClass, tagsOf } from '@media-feed/contract';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../../src/database/database.ts';
import { countIn } from '../../../src/media/statements/feed-counts.ts';

export interface Seed {
  readonly uploaderId: string;
  readonly type?: MediaClass;
  readonly caption?: string;
  /** Milliseconds since 1970; now unless told. */
  readonly publishedAt?: number;
}

/** The program's own time limit of a statement holds here too: it is to be far away on any machine. */
const statementRows = 500;

/** Puts items into the feed, counted by the program's own statement; their ids in the order of `seeds`. */
export async function seedFeed(database: Database, seeds: readonly Seed[]): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < seeds.length; start += statementRows) {
    ids.push(...(await seedSome(database, seeds.slice(start, start + statementRows))));
  }
  return ids;
}

async function seedSome(database: Database, seeds: readonly Seed[]): Promise<string[]> {
  const rows = seeds.map(({ uploaderId, type = 'IMAGE', publishedAt = Date.now(), caption }) => ({
    id: uuidv7(),
    uploader_id: uploaderId,
    type,
    published_at: new Date(publishedAt).toISOString(),
    caption,
    tags: tagsOf(caption ?? ''),
  }));
  await database.query(
    {
      name: 'test_seed_feed',
      text: `
        WITH seeded AS (
          INSERT INTO media (id, uploader_id, type, status, declared_mime_type, mime_type, file_name, size,
                             renditions, url_expires_at, deadline_at, published_at, created_at, caption, tags)
          SELECT id, uploader_id, type, 'READY', 'image/png', 'image/png', 'a.png', 1,
                 '[{"name": "a.webp", "key": "a", "mimeType": "image/webp", "width": 1, "height": 1, "size": 1}]',
                 now(), now(), published_at, published_at, caption, distinct_tags(tags)
          FROM jsonb_to_recordset($1::jsonb)
            AS s (id uuid, uploader_id uuid, type text, published_at timestamptz, caption text, tags text[])
          RETURNING id, type, status, published_at
        ), counted AS (${countIn('seeded')})
        SELECT`,
    },
    [JSON.stringify(rows)],
  );
  return rows.map(({ id }) => id);
}

export async function emptyFeed(database: Database): Promise<void> {
  await database.query({
    name: 'test_empty_feed',
    text: 'TRUNCATE media, feed_counts, tag_counts, tags, word_counts CASCADE',
  });
}

/** Stretches of time whose count is not the number of items published in them. */
export async function wrongCounts(database: Database): Promise<unknown[]> {
  return database.query({
    name: 'test_wrong_counts',
    text: `
      SELECT level, type, bucket, c.items AS counted, r.items AS real
      FROM (SELECT * FROM feed_counts WHERE items > 0) c
      FULL JOIN (
        SELECT level, type, feed_bucket(published_at, level) AS bucket, count(*) AS items
        FROM media CROSS JOIN generate_series(0, 3) AS level
        WHERE status = 'READY' AND deleted_at IS NULL GROUP BY 1, 2, 3
      ) r USING (level, type, bucket)
      WHERE c.items IS DISTINCT FROM r.items`,
  });
}
