import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

/** The like state that one person wants of one item; one a person and item in a batch. */
export interface DesiredLike {
  /** In lower case. */
  readonly mediaId: string;
  readonly userId: string;
  readonly liked: boolean;
}

/**
 * All in one statement: the items' rows are locked first and in the order of their ids, so that whoever else likes
 * them waits there and nowhere else, and nobody for each other; likes are inserted or deleted where that changes
 * anything; the counts move by what really changed.
 */
const applyDesired: Statement = {
  name: 'likes_apply_desired',
  text: `
    WITH suspended AS MATERIALIZED (
      SELECT id FROM users WHERE id = ANY ($2) AND suspended_at IS NOT NULL
    ), desired AS MATERIALIZED (
      SELECT media_id, user_id, liked FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS d (media_id, user_id, liked)
      WHERE user_id NOT IN (SELECT id FROM suspended)
    ), target AS MATERIALIZED (
      SELECT id, likes_count FROM media
      WHERE id = ANY ($1) AND status = 'READY' AND deleted_at IS NULL
      ORDER BY id
      FOR NO KEY UPDATE
    ), inserted AS (
      INSERT INTO likes (media_id, user_id)
      SELECT target.id, desired.user_id FROM target JOIN desired ON desired.media_id = target.id
      WHERE desired.liked
      ON CONFLICT DO NOTHING
      RETURNING media_id
    ), deleted AS (
      DELETE FROM likes l USING target JOIN desired ON desired.media_id = target.id
      WHERE l.media_id = desired.media_id AND l.user_id = desired.user_id AND NOT desired.liked
      RETURNING l.media_id
    ), change AS (
      SELECT media_id, sum(step) AS likes
      FROM (SELECT media_id, 1 AS step FROM inserted UNION ALL SELECT media_id, -1 FROM deleted) AS steps
      GROUP BY media_id
    ), counted AS (
      UPDATE media m SET likes_count = m.likes_count + change.likes
      FROM change
      WHERE m.id = change.media_id AND change.likes <> 0
      RETURNING m.id, m.likes_count
    )
    SELECT target.id, coalesce(counted.likes_count, target.likes_count) AS likes_count,
           change.media_id IS NOT NULL AS changed, ARRAY(SELECT id FROM suspended) AS suspended
    FROM target LEFT JOIN counted ON counted.id = target.id LEFT JOIN change ON change.media_id = target.id`,
};

export interface LikesNow {
  readonly likesCount: number;
  readonly changed: boolean;
}

interface LikesRow {
  readonly id: string;
  readonly likes_count: number;
  readonly changed: boolean;
  /** Those of the batch whom an operator has suspended. */
  readonly suspended: readonly string[];
}

@Injectable()
export class LikesRepository {
  constructor(private readonly database: Database) {}

  /** For each desired state how its item stands now; `undefined` unless the item is READY. */
  async apply(desired: readonly DesiredLike[]): Promise<(LikesNow | 'suspended' | undefined)[]> {
    const rows = await this.database.query<LikesRow>(applyDesired, [
      desired.map(({ mediaId }) => mediaId),
      desired.map(({ userId }) => userId),
      desired.map(({ liked }) => liked),
    ]);
    const suspended = rows[0]?.suspended ?? [];
    const items = new Map(
      rows.map(({ id, likes_count: likesCount, changed }) => [id, { likesCount, changed }]),
    );
    return desired.map(({ mediaId, userId }) =>
      suspended.includes(userId) ? 'suspended' : items.get(mediaId),
    );
  }
}
