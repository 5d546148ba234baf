import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { advisoryLock } from '../media/statements/advisory-locks.ts';

/** Of a slice of items by id: how far it reaches, and those that are not indexed by the tags that they have. */
const compareItems: Statement = {
  name: 'tags_audit_compare_items',
  text: `
    WITH slice AS MATERIALIZED (
      SELECT id, type, published_at,
        CASE WHEN status = 'READY' AND deleted_at IS NULL THEN tags ELSE '{}' END AS tags
      FROM media WHERE id > $1 ORDER BY id LIMIT $2
    ), wrong AS (
      SELECT id FROM slice s
      CROSS JOIN LATERAL (
        SELECT array_agg(tag_key(tag) ORDER BY tag_key(tag) COLLATE "C") AS keys FROM unnest(s.tags) AS tag
      ) real
      CROSS JOIN LATERAL (
        SELECT array_agg(key ORDER BY key) AS keys,
          bool_and((t.type, t.published_at) = (s.type, s.published_at)) AS alike
        FROM media_tags t WHERE media_id = s.id
      ) held
      WHERE real.keys IS DISTINCT FROM held.keys OR NOT held.alike
    )
    SELECT (SELECT count(*) FROM slice)::integer AS seen, (SELECT max(id::text) FROM slice) AS last,
      ARRAY(SELECT id::text FROM wrong) AS wrong`,
};

/** The same of a slice of tags by key: those that are counted wrongly. */
const compareCounts: Statement = {
  name: 'tags_audit_compare_counts',
  text: `
    WITH slice AS MATERIALIZED (
      SELECT key FROM (
        (SELECT key FROM tags WHERE key > $1 ORDER BY key LIMIT $2)
        UNION
        (SELECT DISTINCT key FROM media_tags WHERE key > $1 ORDER BY key LIMIT $2)
      ) known ORDER BY key LIMIT $2
    ), real AS MATERIALIZED (
      SELECT key, level, type, feed_bucket(published_at, level) AS bucket, count(*)::integer AS items
      FROM media_tags JOIN slice USING (key) CROSS JOIN generate_series(0, 3) AS level
      GROUP BY 1, 2, 3, 4
    ), held AS (
      SELECT key, level::integer, type, bucket, items FROM tag_counts JOIN slice USING (key) WHERE items <> 0
    ), wrong AS (
      SELECT key FROM real FULL JOIN held USING (key, level, type, bucket)
      WHERE real.items IS DISTINCT FROM held.items
      UNION
      SELECT key FROM slice LEFT JOIN tags USING (key)
        LEFT JOIN (SELECT key, sum(items) AS items FROM real WHERE level = 3 GROUP BY key) total USING (key)
      WHERE coalesce(tags.items, 0) <> coalesce(total.items, 0)
    )
    SELECT (SELECT count(*) FROM slice)::integer AS seen, (SELECT max(key) FROM slice) AS last,
      ARRAY(SELECT key FROM wrong) AS wrong`,
};

const lockItem: Statement = {
  name: 'tags_audit_lock_item',
  text: 'SELECT id FROM media WHERE id = $1 FOR NO KEY UPDATE',
};

const lock: Statement = {
  name: 'tags_audit_lock',
  text: `SELECT pg_advisory_xact_lock(${String(advisoryLock.textIndex)}, 0)`,
};

const forget: Statement = {
  name: 'tags_audit_forget',
  text: 'DELETE FROM media_tags WHERE media_id = $1 RETURNING key',
};

const index: Statement = {
  name: 'tags_audit_index',
  text: `
    INSERT INTO media_tags (key, media_id, type, published_at)
    SELECT DISTINCT tag_key(tag), id, type, published_at FROM media, unnest(tags) AS tag
    WHERE id = $1 AND status = 'READY' AND deleted_at IS NULL
    RETURNING key`,
};

const forgetCounts: Statement = {
  name: 'tags_audit_forget_counts',
  text: 'DELETE FROM tag_counts WHERE key = ANY($1)',
};

const count: Statement = {
  name: 'tags_audit_count',
  text: `
    WITH counted AS (
      INSERT INTO tag_counts (key, level, type, bucket, items)
      SELECT key, level, type, feed_bucket(published_at, level), count(*)
      FROM media_tags CROSS JOIN generate_series(0, 3) AS level WHERE key = ANY($1) GROUP BY 1, 2, 3, 4
      RETURNING key, level, items
    ), total AS (
      SELECT key, coalesce(sum(items) FILTER (WHERE level = 3), 0)::integer AS items
      FROM unnest($1::text[]) AS key LEFT JOIN counted USING (key) GROUP BY key
    )
    INSERT INTO tags (key, name, items)
    SELECT key, coalesce((
      SELECT tag FROM media_tags t JOIN media m ON m.id = t.media_id, unnest(m.tags) AS tag
      WHERE t.key = total.key AND tag_key(tag) = total.key ORDER BY t.published_at LIMIT 1
    ), key), items FROM total
    ON CONFLICT (key) DO UPDATE SET items = excluded.items`,
};

/** What was looked at, up to which place, and what of it is wrong. */
interface Comparison {
  readonly seen: number;
  readonly last: string | null;
  readonly wrong: readonly string[];
}

/** Tags of published items against the captions, and their counts against the items. */
@Injectable()
export class TagsAuditRepository {
  constructor(private readonly database: Database) {}

  async compareItems(afterId: string, limit: number): Promise<Comparison> {
    return this.compare(compareItems, [afterId, limit]);
  }

  async compareCounts(afterKey: string, limit: number): Promise<Comparison> {
    return this.compare(compareCounts, [afterKey, limit]);
  }

  /** Indexes one item anew, and counts the tags that it had and has. */
  async correctItem(mediaId: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(lockItem, [mediaId]);
      await transaction.query(lock);
      const before = await transaction.query<{ key: string }>(forget, [mediaId]);
      const after = await transaction.query<{ key: string }>(index, [mediaId]);
      await recount(
        transaction,
        [...before, ...after].map(({ key }) => key),
      );
      return true;
    });
  }

  async correctCounts(keys: readonly string[]): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(lock);
      await recount(transaction, keys);
      return true;
    });
  }

  private async compare(statement: Statement, values: readonly unknown[]): Promise<Comparison> {
    const [row] = await this.database.query<Comparison & { seen: number }>(statement, values);
    return row ?? { seen: 0, last: null, wrong: [] };
  }
}

async function recount(transaction: Queryable, keys: readonly string[]): Promise<void> {
  const each = [...new Set(keys)];
  await transaction.query(forgetCounts, [each]);
  await transaction.query(count, [each]);
}
