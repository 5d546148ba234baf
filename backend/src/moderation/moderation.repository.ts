import {
  type CaseAction,
  limits,
  type MediaStatus,
  type ReportReason,
  type SubjectKind,
  type UserRole,
} from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { SecurityEvent } from '../audit/security-event.ts';
import { Database, type Queryable } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { countOut } from '../media/statements/feed-counts.ts';
import { queryLong } from '../database/query-long.ts';
import { lockItems, lockUploads } from '../media/statements/lock-uploader.ts';
import { appendUpdated } from '../media/statements/media-events.ts';
import { NotRestorableError } from './moderation.errors.ts';

const mediaRemoved = 'media-removed' satisfies SecurityEvent['kind'];
const mediaRestored = 'media-restored' satisfies SecurityEvent['kind'];
const accountSuspended = 'account-suspended' satisfies SecurityEvent['kind'];

/** Public, or hidden only until its owner, who is leaving, comes back: both are an operator's to remove. */
const removable = `deleted_at IS NULL AND (status = 'READY' OR removal_cause = 'LEAVING')`;

/** What RETURNING must give, for `countOut`, which counts those out that were READY, and `appendUpdated`. */
const asBefore = `m.id, m.uploader_id, m.type, before.status, m.published_at`;

const takeDown: Statement = {
  name: 'moderation_take_down',
  text: `
    WITH before AS (
      SELECT id, status FROM media WHERE id = $1 AND ${removable} FOR NO KEY UPDATE
    ), removed AS (
      UPDATE media m
      SET status = 'REMOVED', removed_at = now(), removal_requested_at = clock_timestamp(),
          removal_cause = 'TAKEDOWN', removal_reason = $2, removal_code = $4, removal_text = $5
      FROM before WHERE m.id = before.id
      RETURNING ${asBefore}
    ), counted AS (${countOut('removed')}
    ), notified AS (${appendUpdated('removed')}
    ), audited AS (
      INSERT INTO security_events (id, at, kind, user_id, media_id, detail)
      SELECT $3, now(), '${mediaRemoved}', uploader_id, id, 'operator' FROM removed
    )
    SELECT id, uploader_id FROM removed`,
};

/** What is on its way back stays away. */
const stopRestoring: Statement = {
  name: 'moderation_stop_restoring',
  text: `
    UPDATE media SET restore_requested_at = NULL
    WHERE id = $1 AND restore_requested_at IS NOT NULL AND deleted_at IS NULL
    RETURNING id, uploader_id`,
};

/** Copies are kept for longer (docs/api.md «Storage»), so that what is asked for on the last day is still there. */
const requestRestoring: Statement = {
  name: 'moderation_request_restoring',
  text: `
    WITH requested AS (
      UPDATE media SET restore_requested_at = clock_timestamp(), next_look_at = now()
      WHERE id = $1 AND status = 'REMOVED' AND removal_cause = 'TAKEDOWN' AND deleted_at IS NULL
        AND restore_requested_at IS NULL AND removed_at > now() - make_interval(days => ${String(limits.restorableDays)})
      RETURNING id, uploader_id
    ), audited AS (
      INSERT INTO security_events (id, at, kind, user_id, media_id, detail)
      SELECT $2, now(), '${mediaRestored}', uploader_id, id, 'operator' FROM requested
    )
    SELECT id, uploader_id FROM requested`,
};

const closeCases = (name: string, which: string): Statement => ({
  name,
  text: `
    UPDATE moderation_cases
    SET decision = $2, decided_at = now(), decided_by = $3, claimed_by = NULL, claimed_until = NULL
    WHERE ${which} AND decided_at IS NULL`,
});
const closeCase = closeCases('moderation_close_case', 'id = $1');
const closeCasesOfItem = closeCases('moderation_close_item', `subject_kind = 'MEDIA' AND subject_id = $1`);
const closeAppealsOfItem = closeCases(
  'moderation_close_appeals',
  `subject_kind = 'MEDIA' AND subject_id = $1 AND appeal_text IS NOT NULL`,
);
const closeCasesOfUser = closeCases('moderation_close_user', 'user_id = $1');

/** On their open pages. */
const tellOwner: Statement = {
  name: 'moderation_tell_owner',
  text: `
    WITH answered AS (SELECT id, uploader_id FROM media WHERE id = $1 AND deleted_at IS NULL)
    ${appendUpdated('answered')}`,
};

const lockOwnCase: Statement = {
  name: 'moderation_lock_own_case',
  text: `
    SELECT id, subject_kind, subject_id, user_id, appeal_text IS NOT NULL AS is_appeal FROM moderation_cases
    WHERE id = $1 AND claimed_by = $2 AND claimed_until > now() AND decided_at IS NULL
    FOR UPDATE`,
};

const log: Statement = {
  name: 'moderation_log',
  text: `
    INSERT INTO moderation_log (id, operator_id, action, case_id, media_id, user_id, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

const setRole: Statement = {
  name: 'moderation_set_role',
  text: 'UPDATE users SET role = $2 WHERE id = $1 AND role <> $2 RETURNING id',
};

const findItem: Statement = {
  name: 'moderation_find_item',
  text: `
    SELECT status, uploader_id, deleted_at IS NOT NULL AS deleted, removal_cause = 'TAKEDOWN' AS taken_down,
      restore_requested_at IS NOT NULL AS restoring
    FROM media WHERE id = $1`,
};

const suspendUser: Statement = {
  name: 'moderation_suspend_user',
  text: `
    UPDATE users SET suspended_at = now(), suspension_reason = $2
    WHERE id = $1 AND suspended_at IS NULL
    RETURNING id`,
};

/** An unfinished upload ends as EXPIRED: whatever arrives or is found of it afterwards, it is never published. */
const endAccess: Statement = {
  name: 'moderation_end_access',
  text: `
    WITH revoked AS (
      UPDATE sessions SET revoked_at = clock_timestamp() WHERE user_id = $1 AND revoked_at IS NULL RETURNING id
    ), before AS (
      SELECT id, status FROM media WHERE uploader_id = $1 AND ${removable}
    ), removed AS (
      UPDATE media m
      SET status = 'REMOVED', removed_at = now(), removal_requested_at = clock_timestamp(),
          removal_cause = 'SUSPENSION'
      FROM before WHERE m.id = before.id
      RETURNING ${asBefore}
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
  readonly uploader_id: string;
  readonly deleted: boolean;
  /** Null where nobody removed it. */
  readonly taken_down: boolean | null;
  readonly restoring: boolean;
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

/** Who has it done, where that is not whoever runs a command. */
export interface Decider {
  readonly operatorId: string;
  /** Null for what is no decision of a case. */
  readonly caseId: string | null;
}

/** Why, for operators and for who is concerned. */
export interface RemovalGrounds {
  readonly note: string | undefined;
  /** For the owner of what is removed. */
  readonly reason: ReportReason;
  readonly text: string | undefined;
}

/** What a decision has changed beside the case. */
export interface DecidedCase {
  /** An item that was taken down. */
  readonly removedId?: string;
  /** A person who was suspended. */
  readonly suspendedId?: string;
  /** An item that is to come back. */
  readonly restoringId?: string;
}

/** What operators change. Each change is wholly there or not at all, what is noted of it included. */
@Injectable()
export class ModerationRepository {
  constructor(private readonly database: Database) {}

  /** READY → REMOVED; false where the item is not READY. */
  async takeDown(mediaId: string, grounds: RemovalGrounds): Promise<boolean> {
    return this.database.transaction((transaction) => takeDownWithin(transaction, mediaId, grounds));
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
    return this.database.transaction((transaction) => suspendWithin(transaction, userId, reason));
  }

  /** `undefined` unless that operator has the case, and it is open. */
  async decide(
    decider: Decider,
    action: CaseAction,
    grounds: RemovalGrounds,
  ): Promise<DecidedCase | undefined> {
    const { note } = grounds;
    return this.database.transaction(async (transaction) => {
      const [found] = await transaction.query<OwnCase & { id: string }>(lockOwnCase, [
        decider.caseId,
        decider.operatorId,
      ]);
      if (!found) return undefined;
      const { subject_kind: kind, subject_id: subjectId, user_id: userId } = found;
      if (found.is_appeal && action === 'RESTORE') {
        await restoreWithin(transaction, subjectId, decider);
        return { restoringId: subjectId };
      }
      if (found.is_appeal && action === 'UPHOLD') {
        await transaction.query(closeCase, [decider.caseId, 'UPHOLD', decider.operatorId]);
        await transaction.query(log, logOf('UPHOLD', userId, { mediaId: subjectId, note, decider }));
        await transaction.query(tellOwner, [subjectId]);
        return {};
      }
      if (action === 'REMOVE' && kind === 'MEDIA') {
        const isRemoved = await takeDownWithin(transaction, subjectId, grounds, decider);
        // What was decided is kept, also where somebody was faster.
        if (!isRemoved) {
          await transaction.query(log, logOf('REMOVE', userId, { mediaId: subjectId, note, decider }));
        }
        return { removedId: subjectId };
      }
      if (action === 'SUSPEND') {
        const { isNew } = await suspendWithin(transaction, userId, note, decider);
        if (!isNew) await transaction.query(log, logOf('SUSPEND', userId, { note, decider }));
        return { suspendedId: userId };
      }
      await transaction.query(closeCase, [decider.caseId, 'DISMISS', decider.operatorId]);
      const mediaId = kind === 'MEDIA' ? subjectId : null;
      await transaction.query(log, logOf('DISMISS', userId, { mediaId, note, decider }));
      return {};
    });
  }

  /** Notes that a taken-down item is to come back; false where it may not, or is about to. */
  async requestRestoring(mediaId: string, decider?: Decider): Promise<boolean> {
    try {
      await this.database.transaction((transaction) => restoreWithin(transaction, mediaId, decider));
      return true;
    } catch (error) {
      if (error instanceof NotRestorableError) return false;
      throw error;
    }
  }

  /** True where it is made one or taken back, false where it was so before. */
  async setRole(userId: string, role: UserRole): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const changed = (await transaction.query(setRole, [userId, role])).length > 0;
      if (changed)
        await transaction.query(log, logOf(role === 'operator' ? 'APPOINT' : 'DISCHARGE', userId, {}));
      return changed;
    });
  }

  /** Ids of the user's items whose objects are still to be removed, from after `afterId` on. */
  async findRemovals(userId: string, afterId: string, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(findRemovals, [userId, afterId, limit]);
    return rows.map(({ id }) => id);
  }
}

interface OwnCase {
  readonly subject_kind: SubjectKind;
  readonly subject_id: string;
  readonly user_id: string;
  readonly is_appeal: boolean;
}

interface LogFacts {
  readonly mediaId?: string | null;
  readonly note?: string | undefined;
  readonly decider?: Decider | undefined;
}

type LoggedAction = CaseAction | 'RESTORE' | 'APPOINT' | 'DISCHARGE';

function logOf(action: LoggedAction, userId: string, { mediaId, note, decider }: LogFacts): unknown[] {
  const { operatorId = null, caseId = null } = decider ?? {};
  return [uuidv7(), operatorId, action, caseId, mediaId ?? null, userId, note ?? null];
}

/** Cases come first, so that a takedown and a decision never wait for each other. */
async function takeDownWithin(
  transaction: Queryable,
  mediaId: string,
  { note, reason, text }: RemovalGrounds,
  decider?: Decider,
): Promise<boolean> {
  await transaction.query(closeCasesOfItem, [mediaId, 'REMOVE', decider?.operatorId ?? null]);
  const values = [mediaId, note ?? null, uuidv7(), reason, text ?? null];
  const [taken] = await transaction.query<{ id: string; uploader_id: string }>(takeDown, values);
  const [stopped] = await transaction.query<{ id: string; uploader_id: string }>(stopRestoring, [mediaId]);
  const removed = taken ?? stopped;
  if (removed) await transaction.query(log, logOf('REMOVE', removed.uploader_id, { mediaId, note, decider }));
  return removed !== undefined;
}

/** Whoever answered to the removal is answered by it. Throws {@link NotRestorableError}, which undoes that. */
async function restoreWithin(
  transaction: Queryable,
  mediaId: string,
  decider: Decider | undefined,
): Promise<void> {
  await transaction.query(closeAppealsOfItem, [mediaId, 'RESTORE', decider?.operatorId ?? null]);
  const values = [mediaId, uuidv7()];
  const [found] = await transaction.query<{ id: string; uploader_id: string }>(requestRestoring, values);
  if (!found) throw new NotRestorableError('The item is gone, or was removed more than 30 days ago.');
  await transaction.query(log, logOf('RESTORE', found.uploader_id, { mediaId, decider }));
}

async function suspendWithin(
  transaction: Queryable,
  userId: string,
  reason: string | undefined,
  decider?: Decider,
): Promise<Suspension> {
  await transaction.query(closeCasesOfUser, [userId, 'SUSPEND', decider?.operatorId ?? null]);
  await transaction.query(lockUploads, [userId]);
  const isNew = (await transaction.query(suspendUser, [userId, reason ?? null])).length > 0;
  await transaction.query(lockItems, [userId]);
  const [done] = await queryLong<Omit<Suspension, 'isNew'>>(transaction, endAccess, [
    userId,
    uuidv7(),
    isNew,
  ]);
  if (isNew) await transaction.query(log, logOf('SUSPEND', userId, { note: reason, decider }));
  return { isNew, items: done?.items ?? 0, uploads: done?.uploads ?? 0, sessions: done?.sessions ?? 0 };
}
