import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.ts';
import type { Statement } from '../../database/statement.ts';

/** What one person wants; one wish a person in a batch. */
export interface LikeWish {
  readonly userId: string;
  readonly liked: boolean;
}

/**
 * All in one statement: the item's row is locked first, so that whoever else likes it waits there and nowhere
 * else; likes are inserted or deleted where that changes anything; the count moves by what really changed.
 */
const applyWishes: Statement = {
  name: 'likes_apply_wishes',
  text: `
    WITH target AS MATERIALIZED (
      SELECT id, likes_count FROM media
      WHERE id = $1 AND status = 'READY' AND deleted_at IS NULL
      FOR NO KEY UPDATE
    ), wish AS (
      SELECT user_id, liked FROM unnest($2::uuid[], $3::boolean[]) AS w (user_id, liked)
    ), inserted AS (
      INSERT INTO likes (media_id, user_id)
      SELECT target.id, wish.user_id FROM target, wish WHERE wish.liked
      ON CONFLICT DO NOTHING
      RETURNING 1
    ), deleted AS (
      DELETE FROM likes l USING target, wish
      WHERE l.media_id = target.id AND l.user_id = wish.user_id AND NOT wish.liked
      RETURNING 1
    ), change AS (
      SELECT (SELECT count(*) FROM inserted) - (SELECT count(*) FROM deleted) AS likes,
             (SELECT count(*) FROM inserted) + (SELECT count(*) FROM deleted) > 0 AS happened
    ), counted AS (
      UPDATE media m SET likes_count = m.likes_count + change.likes
      FROM target, change
      WHERE m.id = target.id AND change.likes <> 0
      RETURNING m.likes_count
    )
    SELECT coalesce((SELECT likes_count FROM counted), target.likes_count) AS likes_count,
           (SELECT happened FROM change) AS changed
    FROM target`,
};

export interface LikesNow {
  readonly likesCount: number;
  readonly changed: boolean;
}

@Injectable()
export class LikesRepository {
  constructor(private readonly database: Database) {}

  /** `undefined` unless the item is READY. */
  async applyWishes(mediaId: string, wishes: readonly LikeWish[]): Promise<LikesNow | undefined> {
    const [row] = await this.database.query<{ likes_count: number; changed: boolean }>(applyWishes, [
      mediaId,
      wishes.map(({ userId }) => userId),
      wishes.map(({ liked }) => liked),
    ]);
    return row && { likesCount: row.likes_count, changed: row.changed };
  }
}
