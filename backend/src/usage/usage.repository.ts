import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { slotOf, usageOfUser, usedByUser } from '../media/statements/usage.ts';

const findUsage: Statement = {
  name: 'usage_find',
  text: `
    SELECT is_new, unfinished::integer, items::integer, bytes::float8, processing_ms::float8,
      (SELECT coalesce(sum(size), 0)::float8 FROM media
       WHERE uploader_id = $1 AND deleted_at IS NULL AND status NOT IN ('REJECTED', 'EXPIRED')) AS kept_bytes
    FROM (SELECT ${usageOfUser('$2')} FROM users u CROSS JOIN ${usedByUser} WHERE u.id = $1) usage`,
};

const prune: Statement = {
  name: 'usage_prune',
  text: `DELETE FROM usage_slots WHERE slot < now() - interval '2 days'`,
};

/**
 * The slots of the next items by id, of those that were asked for within the last day (UUID version 7), against what was
 * counted then. What was deleted since may be gone, so that more may be counted and never less.
 */
const compare: Statement = {
  name: 'usage_compare',
  text: `
    WITH slice AS MATERIALIZED (
      SELECT id, uploader_id, created_at FROM media
      WHERE id > (SELECT greatest($1::uuid, uuidv7(interval '-1 day'))) ORDER BY id LIMIT $2
    ), touched AS (
      SELECT DISTINCT uploader_id AS user_id, ${slotOf('created_at')} AS slot FROM slice
    )
    SELECT (SELECT count(*)::integer FROM slice) AS seen,
           (SELECT id FROM slice ORDER BY id DESC LIMIT 1) AS last_id,
           coalesce((
             SELECT jsonb_agg(jsonb_build_object(
               'userId', user_id, 'slot', slot, 'counted', coalesce(s.items, 0), 'real', m.items))
             FROM touched LEFT JOIN usage_slots s USING (user_id, slot)
             CROSS JOIN LATERAL (
               SELECT count(*) AS items FROM media
               WHERE uploader_id = user_id AND created_at >= slot AND created_at < slot + interval '10 minutes'
                 AND deleted_at IS NULL
             ) m
             WHERE coalesce(s.items, 0) < m.items
           ), '[]') AS wrong`,
};

const correct: Statement = {
  name: 'usage_correct',
  text: `
    INSERT INTO usage_slots (user_id, slot, items, bytes)
    SELECT uploader_id, $2, count(*), sum(size) FROM media
    WHERE uploader_id = $1 AND created_at >= $2::timestamptz
      AND created_at < $2::timestamptz + interval '10 minutes' AND deleted_at IS NULL
    GROUP BY 1
    ON CONFLICT (user_id, slot) DO UPDATE SET
      items = greatest(usage_slots.items, excluded.items), bytes = greatest(usage_slots.bytes, excluded.bytes)
    RETURNING user_id`,
};

export interface UsageRow {
  readonly is_new: boolean;
  readonly unfinished: number;
  readonly items: number;
  readonly bytes: number;
  readonly processing_ms: number;
  /** Of the files that are there. */
  readonly kept_bytes: number;
}

export interface WrongUsage {
  readonly userId: string;
  /** ISO 8601. */
  readonly slot: string;
  readonly counted: number;
  readonly real: number;
}

export interface UsageSlice {
  readonly seen: number;
  readonly last_id: string | null;
  readonly wrong: readonly WrongUsage[];
}

@Injectable()
export class UsageRepository {
  constructor(private readonly database: Database) {}

  /** `undefined` where there is no such user. */
  async find(userId: string, newAccountSeconds: number): Promise<UsageRow | undefined> {
    const [row] = await this.database.query<UsageRow & { items: number }>(findUsage, [
      userId,
      newAccountSeconds,
    ]);
    return row;
  }

  /** Forgets what no quota counts any more. */
  async prune(): Promise<void> {
    await this.database.query(prune);
  }

  /** The next items by id, and the slots of their owners in which less was counted than there is. */
  async compare(afterId: string, limit: number): Promise<UsageSlice> {
    const [row] = await this.database.query<UsageSlice & { seen: number }>(compare, [afterId, limit]);
    return row ?? { seen: 0, last_id: null, wrong: [] };
  }

  async correct({ userId, slot }: WrongUsage): Promise<boolean> {
    return (await this.database.query(correct, [userId, slot])).length > 0;
  }
}
