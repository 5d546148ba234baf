import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

/** One snapshot: likes and their count change in one statement, so that a difference is a real one. */
const compare: Statement = {
  name: 'likes_audit_compare',
  text: `
    WITH slice AS MATERIALIZED (
      SELECT id, likes_count FROM media WHERE id > $1 ORDER BY id LIMIT $2
    ), counted AS (
      SELECT media_id, count(*) AS likes FROM likes
      WHERE media_id > $1 AND media_id <= (SELECT id FROM slice ORDER BY id DESC LIMIT 1)
      GROUP BY media_id
    )
    SELECT (SELECT count(*)::integer FROM slice) AS seen,
           (SELECT id FROM slice ORDER BY id DESC LIMIT 1) AS last_id,
           coalesce((
             SELECT jsonb_agg(jsonb_build_object(
               'mediaId', id, 'counted', likes_count, 'real', coalesce(likes, 0)))
             FROM slice LEFT JOIN counted ON media_id = id
             WHERE likes_count <> coalesce(likes, 0)
           ), '[]') AS wrong`,
};

const lock: Statement = {
  name: 'likes_audit_lock',
  text: 'SELECT id FROM media WHERE id = $1 FOR NO KEY UPDATE',
};

const correct: Statement = {
  name: 'likes_audit_correct',
  text: `
    UPDATE media SET likes_count = likes.real
    FROM (SELECT count(*)::integer AS real FROM likes WHERE media_id = $1) likes
    WHERE id = $1 AND likes_count <> likes.real
    RETURNING id`,
};

export interface LikesSlice {
  readonly seen: number;
  readonly last_id: string | null;
  readonly wrong: readonly WrongLikes[];
}

interface WrongLikes {
  readonly mediaId: string;
  readonly counted: number;
  readonly real: number;
}

@Injectable()
export class LikesAuditRepository {
  constructor(private readonly database: Database) {}

  /** The next items by id, and which of them count otherwise than they are liked. */
  async compare(afterId: string, limit: number): Promise<LikesSlice> {
    const [row] = await this.database.query<LikesSlice & { seen: number }>(compare, [afterId, limit]);
    return row ?? { seen: 0, last_id: null, wrong: [] };
  }

  /** Counts under the lock that whoever likes must take too; false when it was right after all. */
  async correct(mediaId: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      // A statement of its own: the next one must see what was committed while it waited.
      await transaction.query(lock, [mediaId]);
      return (await transaction.query(correct, [mediaId])).length > 0;
    });
  }
}
