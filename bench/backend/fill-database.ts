/** A platform that has been used for a while, made inside PostgreSQL: people, READY media of a year, likes. */
import type { Client } from 'pg';

export interface Scale {
  readonly people: number;
  readonly media: number;
  readonly likesPerItem: number;
}

export const fullScale: Scale = { people: 100_000, media: 1_000_000, likesPerItem: 5 };
export const quickScale: Scale = { people: 2000, media: 20_000, likesPerItem: 5 };

/** What an image item holds: three renditions, as the Lambda writes them. */
const renditions = (id: string) => `
  jsonb_build_array(${[320, 960, 2048]
    .map(
      (width) => `jsonb_build_object(
        'name', 'w${String(width)}.webp', 'key', 'media/image/' || ${id} || '/0123abcd-w${String(width)}.webp',
        'mimeType', 'image/webp', 'width', ${String(width)}, 'height', ${String((width * 3) / 4)}, 'size', 48213)`,
    )
    .join(', ')})`;

/**
 * The steps in their order, each a statement. Rows are numbered for the filling only: person n and item n get
 * the uuid that is written in their table.
 *
 * @param passwordHash everybody's, by bcrypt
 */
function fillStatements({ people, media, likesPerItem }: Scale, passwordHash: string) {
  return [
    ['people', 'CREATE TEMP TABLE person AS SELECT n, uuidv7() AS id FROM generate_series(0, $people - 1) n'],
    [
      'people',
      `INSERT INTO users (id, email, email_key, password_hash, name, created_at)
       SELECT id, 'person-' || n || '@example.org', 'person-' || n || '@example.org', '${passwordHash}', 'Person-' || n,
              now() - interval '1 year'
       FROM person`,
    ],
    [
      'media',
      `CREATE TEMP TABLE item AS
       SELECT n, uuidv7(make_interval(secs => n - $media)) AS id, now() - make_interval(secs => ($media - n) * 30) AS at,
              (ARRAY['IMAGE','IMAGE','IMAGE','IMAGE','IMAGE','IMAGE','IMAGE','VIDEO','VIDEO','AUDIO'])[1 + n * 7 % 10] AS type
       FROM generate_series(0, $media - 1) n`,
    ],
    // Without triggers: nothing is found by words until fill-captions.ts has indexed them at once.
    ['media', 'SET session_replication_role = replica'],
    [
      'media',
      `INSERT INTO media (id, uploader_id, type, status, declared_mime_type, mime_type, file_name, size, width, height,
                          renditions, placeholder, etag, likes_count, url_expires_at, deadline_at,
                          created_at, arrived_at, inspected_at, published_at, upload_removed_at)
       SELECT item.id, person.id, item.type, 'READY', 'image/jpeg', 'image/jpeg', 'IMG_' || item.n || '.jpg', 3141592,
              4000, 3000, ${renditions('item.id')}, '1QcSHQRnh493V4dIh4eXh1h4kJUI', '0123abcd', $likes, at, at, at, at, at, at, at
       FROM item JOIN person ON person.n = item.n * 7919::bigint % $people
       ORDER BY item.n`,
    ],
    [
      'counts',
      `INSERT INTO feed_counts (level, type, bucket, items)
       SELECT level, type, feed_bucket(published_at, level), count(*)
       FROM media CROSS JOIN generate_series(0, 3) AS level GROUP BY 1, 2, 3`,
    ],
    ['likes', 'ALTER TABLE likes DROP CONSTRAINT likes_pkey'],
    ['likes', 'DROP INDEX likes_user_id_idx'],
    [
      'likes',
      `INSERT INTO likes (media_id, user_id)
       SELECT item.id, person.id FROM item CROSS JOIN generate_series(0, $likes - 1) k
       JOIN person ON person.n = (item.n * 7919::bigint + k * 37) % $people`,
    ],
    ['likes', 'ALTER TABLE likes ADD CONSTRAINT likes_pkey PRIMARY KEY (media_id, user_id)'],
    ['likes', 'CREATE INDEX likes_user_id_idx ON likes (user_id, media_id)'],
    ['likes', 'SET session_replication_role = origin'],
    ['statistics', 'VACUUM ANALYZE'],
    ['statistics', 'CHECKPOINT'],
  ].map(([step = '', sql = '']) => ({
    step,
    sql: sql
      .replaceAll('$people', String(people))
      .replaceAll('$media', String(media))
      .replaceAll('$likes', String(likesPerItem)),
  }));
}

/** Fills a migrated, empty database; a line a step. */
export async function fillDatabase(client: Client, scale: Scale, passwordHash: string): Promise<void> {
  const startedAt = performance.now();
  let last = '';
  for (const { step, sql } of fillStatements(scale, passwordHash)) {
    if (step !== last) process.stdout.write(`Filling the database: ${step}\n`);
    last = step;
    await client.query(sql);
  }
  const { rows } = await client.query<{ size: string }>(
    'SELECT pg_size_pretty(pg_database_size(current_database())) AS size',
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`Filled in ${seconds} s, ${rows[0]?.size ?? ''}`);
}
