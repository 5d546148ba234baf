/**
 * How many items were published when, as a tree: a bucket of level n holds 128^n seconds, so that a page
 * number becomes a place by looking at 128 rows or less a level, and the total is the sum of the top level.
 * The statement that publishes an item or takes it out changes the counts too.
 */
const topLevel = 3;

/** A CTE's body: counts the READY rows of `source` (id, type, status, published_at) in. */
export const countIn = (source: string) => `
  INSERT INTO feed_counts (level, type, bucket, items)
  SELECT level, type, feed_bucket(published_at, level), count(*)
  FROM ${source} CROSS JOIN generate_series(0, ${String(topLevel)}) AS level
  WHERE status = 'READY'
  GROUP BY 1, 2, 3
  ORDER BY 1 DESC, 2, 3
  ON CONFLICT (level, type, bucket) DO UPDATE SET items = feed_counts.items + excluded.items`;

/** A CTE's body: counts the READY rows of `source` out again. */
export const countOut = (source: string) => `
  UPDATE feed_counts c SET items = c.items - gone.items
  FROM (
    SELECT held.level, held.type, held.bucket, gone.items
    FROM (
      SELECT level, type, feed_bucket(published_at, level) AS bucket, count(*) AS items
      FROM ${source} CROSS JOIN generate_series(0, ${String(topLevel)}) AS level
      WHERE status = 'READY'
      GROUP BY 1, 2, 3
    ) gone
    JOIN feed_counts held USING (level, type, bucket)
    ORDER BY held.level DESC, held.type, held.bucket
    FOR UPDATE OF held
  ) gone
  WHERE c.level = gone.level AND c.type = gone.type AND c.bucket = gone.bucket`;

/** A scalar subquery: the exact number of items of the types in `types` (an SQL expression, text[]). */
export const totalOf = (types: string) => `
  (SELECT coalesce(sum(items), 0)::bigint FROM feed_counts
   WHERE level = ${String(topLevel)} AND type = ANY(${types}))`;

/**
 * CTEs that lead from `offset` (an SQL expression) down to `level_0`: one row (bucket, before), the second in
 * which the item at that offset was published and how many items are newer than that second. No row when the
 * offset lies past the end.
 */
export const descend = (types: string, offset: string) =>
  Array.from({ length: topLevel + 1 }, (_, depth) => {
    const level = topLevel - depth;
    const parent = depth === 0 ? undefined : `level_${String(level + 1)}`;
    return `
  level_${String(level)} AS MATERIALIZED (
    SELECT bucket, before FROM (
      SELECT bucket, items, (sum(items) OVER (ORDER BY bucket DESC) - items)::bigint${
        parent ? ' + newer' : ''
      } AS before
      FROM (
        SELECT c.bucket, sum(c.items)::bigint AS items${parent ? ', min(p.before) AS newer' : ''}
        FROM ${parent ? `${parent} p JOIN ` : ''}feed_counts c
          ${parent ? 'ON c.bucket >= p.bucket << 7 AND c.bucket < (p.bucket + 1) << 7 AND' : 'WHERE'}
          c.level = ${String(level)} AND c.type = ANY(${types})
        GROUP BY c.bucket
      ) buckets
    ) places
    WHERE before <= ${offset} AND ${offset} < before + items
  )`;
  }).join(',');
