import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

/** Slices begin and end with a bucket of this level: 4.5 hours. */
const sliceLevel = 2;

/**
 * CTEs that lead to `wrong`: the buckets of levels 0 to 2 from slice $1 up to, not including, slice $2 whose
 * count differs from the items themselves, and the buckets of level 3 that differ from the sum of level 2.
 */
const wrongBuckets = `
  span AS (
    SELECT level, $1::bigint << (7 * (${String(sliceLevel)} - level)) AS first,
           $2::bigint << (7 * (${String(sliceLevel)} - level)) AS past
    FROM generate_series(0, ${String(sliceLevel)}) AS level
  ), item AS MATERIALIZED (
    SELECT type, published_at FROM media
    WHERE status = 'READY' AND deleted_at IS NULL
      AND published_at >= to_timestamp($1::bigint << (7 * ${String(sliceLevel)}))
      AND published_at < to_timestamp(least($2::bigint << (7 * ${String(sliceLevel)}), 253402300799))
  ), real AS (
    SELECT level, type, feed_bucket(published_at, level) AS bucket, count(*)::integer AS items
    FROM item CROSS JOIN generate_series(0, ${String(sliceLevel)}) AS level
    GROUP BY 1, 2, 3
  ), held AS (
    SELECT c.level, c.type, c.bucket, c.items FROM feed_counts c JOIN span USING (level)
    WHERE c.bucket >= span.first AND c.bucket < span.past
  ), top_real AS (
    SELECT type, bucket >> 7 AS bucket, sum(items)::integer AS items FROM feed_counts
    WHERE level = ${String(sliceLevel)} GROUP BY 1, 2
  ), top_held AS (
    SELECT type, bucket, items FROM feed_counts WHERE level = ${String(sliceLevel + 1)}
  ), wrong AS (
    SELECT level, type, bucket, coalesce(held.items, 0) AS counted, coalesce(real.items, 0) AS real
    FROM held FULL JOIN real USING (level, type, bucket)
    WHERE coalesce(held.items, 0) <> coalesce(real.items, 0)
    UNION ALL
    SELECT ${String(sliceLevel + 1)}, type, bucket, coalesce(h.items, 0), coalesce(r.items, 0)
    FROM top_held h FULL JOIN top_real r USING (type, bucket)
    WHERE coalesce(h.items, 0) <> coalesce(r.items, 0)
  )`;

const findEnd: Statement = {
  name: 'feed_counts_audit_find_end',
  text: `
    SELECT feed_bucket(published_at, ${String(sliceLevel)}) + 1 AS past FROM media
    WHERE status = 'READY' AND deleted_at IS NULL
      AND published_at >= to_timestamp($1::bigint << (7 * ${String(sliceLevel)}))
    ORDER BY published_at OFFSET $2 LIMIT 1`,
};

/** One snapshot: items and counts change in one statement, so that a difference is a real one. */
const findWrong: Statement = {
  name: 'feed_counts_audit_find_wrong',
  text: `WITH ${wrongBuckets} SELECT level::integer, type, bucket, counted, real FROM wrong
         ORDER BY level DESC, type, bucket`,
};

/** Whoever publishes waits for this transaction; a statement is given up soon, since people wait too. */
const lock: Statement = {
  name: 'feed_counts_audit_lock',
  text: 'LOCK TABLE feed_counts IN SHARE ROW EXCLUSIVE MODE',
};

const limitWait: Statement = {
  name: 'feed_counts_audit_limit_wait',
  text: `SELECT set_config('lock_timeout', '2s', true)`,
};

const correct: Statement = {
  name: 'feed_counts_audit_correct',
  text: `
    WITH ${wrongBuckets}
    INSERT INTO feed_counts (level, type, bucket, items)
    SELECT level, type, bucket, real FROM wrong
    ON CONFLICT (level, type, bucket) DO UPDATE SET items = excluded.items
    RETURNING level`,
};

export interface WrongCount {
  readonly level: number;
  readonly type: string;
  /** bigint, which the driver gives as text. */
  readonly bucket: string;
  readonly counted: number;
  readonly real: number;
}

/** A stretch of time: slices of 4.5 hours since 1970, the second one not included. */
export interface Stretch {
  readonly first: string;
  readonly past: string;
}

/** Past every date that a row can have. */
export const endOfTime = '1000000000';

@Injectable()
export class FeedCountsAuditRepository {
  constructor(private readonly database: Database) {}

  /** Where about `items` items from slice `first` on end; {@link endOfTime} when there are fewer. */
  async findEnd(first: string, items: number): Promise<string> {
    const [row] = await this.database.query<{ past: string }>(findEnd, [first, items]);
    return row?.past ?? endOfTime;
  }

  async findWrong({ first, past }: Stretch): Promise<WrongCount[]> {
    return this.database.query<WrongCount & { level: number }>(findWrong, [first, past]);
  }

  /** Counts again while nobody publishes; false when it was right after all. */
  async correct({ first, past }: Stretch): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(limitWait);
      await transaction.query(lock);
      // Twice: the top level sums up what the first time corrected.
      const below = await transaction.query(correct, [first, past]);
      const above = await transaction.query(correct, [first, past]);
      return below.length + above.length > 0;
    });
  }
}
