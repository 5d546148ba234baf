import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../database/database.ts';
import { queryLong } from '../database/query-long.ts';
import type { Statement } from '../database/statement.ts';
import { countIn, countOut } from '../media/statements/feed-counts.ts';
import { lockItems, lockUploads } from '../media/statements/lock-uploader.ts';
import { appendUpdated } from '../media/statements/media-events.ts';

/** Nothing where the password is another one by now, or an operator was faster. */
const setDeletion: Statement = {
  name: 'leaving_set_deletion',
  text: `
    UPDATE users SET deletes_at = now() + make_interval(days => $3)
    WHERE id = $1 AND password_hash = $2 AND deletes_at IS NULL AND suspended_at IS NULL
    RETURNING deletes_at`,
};

const findDeletion: Statement = {
  name: 'leaving_find_deletion',
  text: 'SELECT deletes_at FROM users WHERE id = $1 AND password_hash = $2 AND suspended_at IS NULL',
};

/**
 * Their objects stay, for whoever comes back: nobody but the owner ever had the addresses of what was not public, and
 * the others go with the account. An unfinished upload ends: whatever arrives of it is never published.
 */
const hide: Statement = {
  name: 'leaving_hide',
  text: `
    WITH revoked AS (
      UPDATE sessions SET revoked_at = clock_timestamp()
      WHERE user_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $2
    ), hidden AS (
      UPDATE media SET status = 'REMOVED', removed_at = now(), removal_cause = 'LEAVING'
      WHERE uploader_id = $1 AND status = 'READY' AND deleted_at IS NULL
      RETURNING id, uploader_id, type, 'READY' AS status, published_at
    ), expired AS (
      UPDATE media SET status = 'EXPIRED', expired_at = now(), removal_requested_at = clock_timestamp()
      WHERE uploader_id = $1 AND status = 'PENDING' AND deleted_at IS NULL
      RETURNING id, uploader_id
    ), counted AS (${countOut('hidden')}
    ), changed AS (
      SELECT id, uploader_id FROM hidden UNION ALL SELECT id, uploader_id FROM expired
    )
    ${appendUpdated('changed')}`,
};

/** Not once it is due: then nobody knows how much of it is gone. */
const clearDeletion: Statement = {
  name: 'leaving_clear_deletion',
  text: `
    UPDATE users SET deletes_at = NULL
    WHERE id = $1 AND password_hash = $2 AND deletes_at > clock_timestamp() AND suspended_at IS NULL
    RETURNING id`,
};

const show: Statement = {
  name: 'leaving_show',
  text: `
    WITH shown AS (
      UPDATE media SET status = 'READY', removed_at = NULL, removal_cause = NULL
      WHERE uploader_id = $1 AND status = 'REMOVED' AND removal_cause = 'LEAVING' AND deleted_at IS NULL
      RETURNING id, uploader_id, type, status, published_at
    ), counted AS (${countIn('shown')}
    )
    ${appendUpdated('shown')}`,
};

export interface Leaver {
  readonly userId: string;
  /** The hash that the password was compared with. */
  readonly passwordHash: string;
  /** The session that goes on, to come back by. */
  readonly sessionId: string;
}

/** What is written in the same transaction, or not at all. */
type AlsoWrite = (transaction: Queryable) => Promise<void>;

@Injectable()
export class LeavingRepository {
  constructor(private readonly database: Database) {}

  /**
   * All or nothing: the day, the end of every other session, nothing public any more. When the account will be gone, and
   * whether that is new; undefined where it may not be deleted now.
   */
  async leave(
    { userId, passwordHash, sessionId }: Leaver,
    days: number,
    also: AlsoWrite,
  ): Promise<{ deletesAt: Date; isNew: boolean } | undefined> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(lockUploads, [userId]);
      const [set] = await transaction.query<{ deletes_at: Date }>(setDeletion, [userId, passwordHash, days]);
      if (set) {
        await transaction.query(lockItems, [userId]);
        await queryLong(transaction, hide, [userId, sessionId]);
        await also(transaction);
        return { deletesAt: set.deletes_at, isNew: true };
      }
      const [row] = await transaction.query<{ deletes_at: Date | null }>(findDeletion, [
        userId,
        passwordHash,
      ]);
      return row?.deletes_at ? { deletesAt: row.deletes_at, isNew: false } : undefined;
    });
  }

  /** False where there was nothing to restore, or it is too late. */
  async restore(userId: string, passwordHash: string, also: AlsoWrite): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      if ((await transaction.query(clearDeletion, [userId, passwordHash])).length === 0) return false;
      await transaction.query(lockItems, [userId]);
      await queryLong(transaction, show, [userId]);
      await also(transaction);
      return true;
    });
  }

  /** What a suspension that was lifted meanwhile, or an operator's restoring, made public again. */
  async hide(userId: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query(lockUploads, [userId]);
      await transaction.query(lockItems, [userId]);
      await queryLong(transaction, hide, [userId, null]);
    });
  }
}
