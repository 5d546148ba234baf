import type { Statement } from '../database/statement.ts';
import { barredSql } from '../identity/standing.ts';

/**
 * All in one statement: the items' rows are locked first and in the order of their ids, so that whoever else likes
 * them waits there and nowhere else, and nobody for each other; likes are inserted or deleted where that changes
 * anything; the counts move by what really changed.
 */
export const applyDesired: Statement = {
  name: 'likes_apply_desired',
  text: `
    WITH barred AS MATERIALIZED (
      SELECT asked.id, ${barredSql('u')} AS why
      FROM (SELECT DISTINCT unnest($2::uuid[]) AS id) asked LEFT JOIN users u USING (id)
      WHERE u.id IS NULL OR u.suspended_at IS NOT NULL OR u.deletes_at IS NOT NULL
    ), desired AS MATERIALIZED (
      SELECT media_id, user_id, liked FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS d (media_id, user_id, liked)
      WHERE user_id NOT IN (SELECT id FROM barred)
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
           change.media_id IS NOT NULL AS changed, (SELECT json_object_agg(id, why) FROM barred) AS barred
    FROM target LEFT JOIN counted ON counted.id = target.id LEFT JOIN change ON change.media_id = target.id`,
};

/** $1's, after the item $2. */
export const findLikesOf: Statement = {
  name: 'likes_find_of',
  text: `
    SELECT media_id, created_at FROM likes
    WHERE user_id = $1 AND ($2::uuid IS NULL OR media_id > $2) ORDER BY media_id LIMIT $3`,
};
