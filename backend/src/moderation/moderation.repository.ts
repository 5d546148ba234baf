import type { MediaStatus } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { SecurityEvent } from '../audit/security-event.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { advisoryLock } from '../media/statements/advisory-locks.ts';
import { countOut } from '../media/statements/feed-counts.ts';
import { appendUpdated } from '../media/statements/media-events.ts';

const mediaRemoved = 'media-removed' satisfies SecurityEvent['kind'];
const accountSuspended = 'account-suspended' satisfies SecurityEvent['kind'];

/** What RETURNING must give of rows that were READY, for `countOut` and `appendUpdated`. */
const wasReady = `id, uploader_id, type, 'READY'::text AS status, published_at`;

const takeDown: Statement = {
  name: 'moderation_take_down',
  text: `
    WITH removed AS (
      UPDATE media
      SET status = 'REMOVED', removed_at = now(), removal_requested_at = clock_timestamp(),
          removal_cause = 'TAKEDOWN', removal_reason = $2
      WHERE id = $1 AND status = 'READY' AND deleted_at IS NULL
      RETURNING ${wasReady}
    ), counted AS (${countOut('removed')}
    ), notified AS (${appendUpdated('removed')}
    ), audited AS (
      INSERT INTO security_events (id, at, kind, user_id, media_id, detail)
      SELECT $3, now(), '${mediaRemoved}', uploader_id, id, 'operator' FROM removed
    )
    SELECT id FROM removed`,
};

const findItem: Statement = {
  name: 'moderation_find_item',
  text: 'SELECT status, deleted_at IS NOT NULL AS deleted FROM media WHERE id = $1',
};

/** Uploads that are requested meanwhile come before, and are ended below, or after, and are refused. */
const lockUploads: Statement = {
  name: 'moderation_lock_uploads',
  text: `SELECT pg_advisory_xact_lock(${String(advisoryLock.unfinishedUploads)}, hashtext($1::text))`,
};

const suspendUser: Statement = {
  name: 'moderation_suspend_user',
  text: `
    UPDATE users SET suspended_at = now(), suspension_reason = $2
    WHERE id = $1 AND suspended_at IS NULL
    RETURNING id`,
};

/** A statement of its own: the next one must see what an inspection result committed while this one waited. */
const lockItems: Statement = {
  name: 'moderation_lock_items',
  text: `
    SELECT id FROM media
    WHERE uploader_id = $1 AND status IN ('PENDING', 'READY') AND deleted_at IS NULL
    ORDER BY id
    FOR NO KEY UPDATE`,
};

/** An unfinished upload ends as EXPIRED: whatever arrives or is found of it afterwards, it is never published. */
const endAccess: Statement = {
  name: 'moderation_end_access',
  text: `
    WITH revoked AS (
      UPDATE sessions SET revoked_at = clock_timestamp() WHERE user_id = $1 AND revoked_at IS NULL RETURNING id
    ), removed AS (
      UPDATE media
      SET status = 'REMOVED', removed_at = now(), removal_requested_at = clock_timestamp(),
          removal_cause = 'SUSPENSION'
      WHERE uploader_id = $1 AND status = 'READY' AND deleted_at IS NULL
      RETURNING ${wasReady}
    ), expired AS (
      UPDATE media SET status = 'EXPIRED', expired_at = now(), removal_requested_at = clock_timestamp()
      WHERE uploader_id = $1 AND status = 'PENDING' AND deleted_at IS NULL
      RETURNING id, uploader_id
    ), counted AS (${countOut('removed')}
    ), changed AS (
      SELECT id, uploader_id FROM removed UNION ALL SELECT id, uploader_id FROM expired
    ), notified AS (${appendUpdated('changed')}
    ), done AS (
      SELECT (SELECT count(*) FROM removed)::integer AS items, (SELECT count(*) FROM expired)::integer AS uploads,
             (SELECT count(*) FROM revoked)::integer AS sessions
    ), audited AS (
      INSERT INTO security_events (id, at, kind, user_id, detail)
      SELECT $2, now(), '${accountSuspended}', $1,
             format('operator; %s items, %s uploads, %s sessions', items, uploads, sessions)
      FROM done
      WHERE $3 OR items + uploads + sessions > 0
    )
    SELECT items, uploads, sessions FROM done`,
};

const findUser: Statement = {
  name: 'moderation_find_user',
  text: 'SELECT id FROM users WHERE id = $1::uuid OR email_key = $2',
};

const findRemovals: Statement = {
  name: 'moderation_find_removals',
  text: `
    SELECT id FROM media WHERE uploader_id = $1 AND removal_requested_at IS NOT NULL AND id > $2
    ORDER BY id LIMIT $3`,
};

export interface ItemState {
  readonly status: MediaStatus;
  readonly deleted: boolean;
}

export interface Suspension {
  /** False where the user was suspended before. */
  readonly isNew: boolean;
  /** READY items that became REMOVED. */
  readonly items: number;
  /** Unfinished uploads that became EXPIRED. */
  readonly uploads: number;
  readonly sessions: number;
}

/** What operators change. Each change is wholly there or not at all, its security event included. */
@Injectable()
export class ModerationRepository {
  constructor(private readonly database: Database) {}

  /** READY → REMOVED; false where the item is not READY. */
  async takeDown(mediaId: string, reason: string | undefined): Promise<boolean> {
    const values = [mediaId, reason ?? null, uuidv7()];
    return (await this.database.query(takeDown, values)).length > 0;
  }

  async findItem(mediaId: string): Promise<ItemState | undefined> {
    const [item] = await this.database.query<ItemState & { id: string }>(findItem, [mediaId]);
    return item;
  }

  /** Of a user by either. */
  async findUserId({ id, emailKey }: { id?: string; emailKey?: string }): Promise<string | undefined> {
    const [user] = await this.database.query<{ id: string }>(findUser, [id ?? null, emailKey ?? null]);
    return user?.id;
  }

  /** Also ends what a suspended user has nevertheless; the user must exist. */
  async suspend(userId: string, reason: string | undefined): Promise<Suspension> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(lockUploads, [userId]);
      const isNew = (await transaction.query(suspendUser, [userId, reason ?? null])).length > 0;
      await transaction.query(lockItems, [userId]);
      const [done] = await transaction.query<Omit<Suspension, 'isNew'>>(endAccess, [userId, uuidv7(), isNew]);
      return { isNew, items: done?.items ?? 0, uploads: done?.uploads ?? 0, sessions: done?.sessions ?? 0 };
    });
  }

  /** Ids of the user's items whose objects are still to be removed, from after `afterId` on. */
  async findRemovals(userId: string, afterId: string, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(findRemovals, [userId, afterId, limit]);
    return rows.map(({ id }) => id);
  }
}
