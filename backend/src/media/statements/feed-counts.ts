/**
 * How many items were published when, as a tree: a bucket of level n holds 128^n seconds, so that a page
 * number becomes a place by looking at 128 rows or less a level, and the total is the sum of the top level.
 * The statement that publishes an item or takes it out changes the counts too.
 */
const topLevel = 3;

/** How many READY rows of `source` (id, type, status, published_at) are in which bucket, in the order of locking. */
const bucketsOf = (source: string) => `
  SELECT level, type, feed_bucket(published_at, level), sum(items)
  FROM (
    SELECT type, published_at, count(*) AS items FROM ${source} WHERE status = 'READY' GROUP BY 1, 2
  ) AS moments CROSS JOIN generate_series(0, ${String(topLevel)}) AS level
  GROUP BY 1, 2, 3
  ORDER BY 1 DESC, 2, 3`;

/** A CTE's body: counts the READY rows of `source` in. */
export const countIn = (source: string) => `
  INSERT INTO feed_counts (level, type, bucket, items) ${bucketsOf(source)}
  ON CONFLICT (level, type, bucket) DO UPDATE SET items = feed_counts.items + excluded.items`;

/**
 * A CTE's body: counts the READY rows of `source` out again. Not by UPDATE: a statement that waited for the item's
 * result does not see a bucket that the inspection result has made since, but conflicts with it.
 */
export const countOut = (source: string) => `
  INSERT INTO feed_counts (level, type, bucket, items) ${bucketsOf(source)}
  ON CONFLICT (level, type, bucket) DO UPDATE SET items = feed_counts.items - excluded.items`;

/** Which items are counted: the counts' table, and a condition on it that ends with AND. */
export interface Counted {
  readonly table: string;
  readonly condition: string;
}
const all: Counted = { table: 'feed_counts', condition: '' };

/** A scalar subquery: the exact number of items of the types in `types` (an SQL expression, text[]). */
export const totalOf = (types: string, { table, condition }: Counted = all) => `
  (SELECT coalesce(sum(items), 0)::bigint FROM ${table}
   WHERE ${condition} level = ${String(topLevel)} AND type = ANY(${types}))`;

/**
 * CTEs that lead from `offset` (an SQL expression) down to `level_0`: one row (bucket, before), the second in
 * which the item at that offset was published and how many items are newer than that second. No row when the
 * offset lies past the end. LIMIT 1 says nothing new, except to the planner.
 */
export const descend = (types: string, offset: string, { table, condition }: Counted = all) =>
  Array.from({ length: topLevel + 1 }, (_, depth) => {
    const level = topLevel - depth;
    const parent = `level_${String(level + 1)}`;
    const within = `
        AND bucket >= (SELECT bucket FROM ${parent}) << 7
        AND bucket < ((SELECT bucket FROM ${parent}) + 1) << 7`;
    const newer = depth === 0 ? '0' : `(SELECT before FROM ${parent})`;
    return `
  level_${String(level)} AS MATERIALIZED (
    SELECT bucket, before FROM (
      SELECT bucket, items, ${newer} + (sum(items) OVER (ORDER BY bucket DESC) - items)::bigint AS before
      FROM (
        SELECT bucket, sum(items)::bigint AS items FROM ${table}
        WHERE ${condition} level = ${String(level)} AND type = ANY(${types})${depth === 0 ? '' : within}
        GROUP BY bucket
      ) buckets
    ) places
    WHERE before <= ${offset} AND ${offset} < before + items
    LIMIT 1
  )`;
  }).join(',');
