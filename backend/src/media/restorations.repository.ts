import type { PublishedRendition, ReceivedReleasedResult } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { countIn } from './statements/feed-counts.ts';
import { appendUpdated } from './statements/media-events.ts';

/** Names the request by its moment, the same in every time zone. */
const request = '(extract(epoch FROM restore_requested_at) * 1000000)::bigint::text';

/** Not while objects are being removed, which would take the new ones too, nor while their owner is shut out. */
const findDue: Statement = {
  name: 'restorations_find_due',
  text: `
    SELECT id, uploader_id, renditions, ${request} AS request FROM media m
    WHERE restore_requested_at IS NOT NULL AND deleted_at IS NULL AND removal_requested_at IS NULL
      AND next_look_at <= now() AND ($1::uuid IS NULL OR id = $1)
      AND EXISTS (
        SELECT FROM users u WHERE u.id = m.uploader_id AND u.suspended_at IS NULL AND u.deletes_at IS NULL
      )
    ORDER BY restore_requested_at LIMIT $2`,
};

/** One call in `$3` seconds. */
const claim: Statement = {
  name: 'restorations_claim',
  text: `
    UPDATE media SET next_look_at = now() + $3 * interval '1 second'
    WHERE id = $1 AND ${request} = $2 AND next_look_at <= now()
    RETURNING id`,
};

/** Locked, so that whoever suspends them or is leaving waits, and finds the item public. */
const lockStanding: Statement = {
  name: 'restorations_lock_standing',
  text: 'SELECT id FROM users WHERE id = $1 AND suspended_at IS NULL AND deletes_at IS NULL FOR SHARE',
};

const answered = `
  id = $1 AND uploader_id = $2 AND ${request} = $3 AND deleted_at IS NULL AND removal_requested_at IS NULL`;

const show: Statement = {
  name: 'restorations_show',
  text: `
    WITH restored AS (
      UPDATE media SET status = 'READY', removed_at = NULL, removal_cause = NULL, removal_reason = NULL,
        removal_code = NULL, removal_text = NULL,
        restore_requested_at = NULL
      WHERE ${answered}
      RETURNING id, uploader_id, type, status, published_at
    ), counted AS (${countIn('restored')}
    ), notified AS (${appendUpdated('restored')}
    )
    SELECT id FROM restored`,
};

const giveUp: Statement = {
  name: 'restorations_give_up',
  text: `UPDATE media SET restore_requested_at = NULL WHERE ${answered} RETURNING id`,
};

/** A removed item that is to come back. */
export interface RestorationRow {
  readonly id: string;
  readonly uploader_id: string;
  readonly renditions: readonly PublishedRendition[];
  readonly request: string;
}

@Injectable()
export class RestorationsRepository {
  constructor(private readonly database: Database) {}

  /** The Lambda may be asked for them now; oldest first. */
  async findDue(limit: number): Promise<RestorationRow[]> {
    return this.database.query<RestorationRow & { id: string }>(findDue, [null, limit]);
  }

  async findDueOf(mediaId: string): Promise<RestorationRow | undefined> {
    const [row] = await this.database.query<RestorationRow & { id: string }>(findDue, [mediaId, 1]);
    return row;
  }

  /** False where it was asked for lately, or is another request by now. */
  async claim({ id, request: asked }: RestorationRow, pauseSeconds: number): Promise<boolean> {
    return (await this.database.query(claim, [id, asked, pauseSeconds])).length > 0;
  }

  /** REMOVED → READY; false where the answer is out of date, or its owner is shut out. */
  async show({ mediaId, userId, request: asked }: Answer): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      if ((await transaction.query(lockStanding, [userId])).length === 0) return false;
      return (await transaction.query(show, [mediaId, userId, asked])).length > 0;
    });
  }

  /** It stays removed; false where the answer is out of date. */
  async giveUp({ mediaId, userId, request: asked }: Answer): Promise<boolean> {
    return (await this.database.query(giveUp, [mediaId, userId, asked])).length > 0;
  }
}

type Answer = Pick<ReceivedReleasedResult, 'mediaId' | 'userId' | 'request'>;
