import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { SecurityEvent } from '../audit/security-event.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { endAllSessions } from '../identity/end-all-sessions.ts';
import { advisoryLock } from '../media/statements/advisory-locks.ts';

const accountDeleted = 'account-deleted' satisfies SecurityEvent['kind'];

const findDue: Statement = {
  name: 'departures_find_due',
  text: `
    SELECT id, email, suspended_at IS NOT NULL AS suspended FROM users
    WHERE deletes_at <= now() ORDER BY deletes_at LIMIT $1`,
};

/** Walks the index `media_uploader_idx`. */
const findItems: Statement = {
  name: 'departures_find_items',
  text: 'SELECT id, upload_id FROM media WHERE uploader_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2',
};

/** Likes, tags and words of them go by their keys. */
const forgetItems: Statement = {
  name: 'departures_forget_items',
  text: 'DELETE FROM media WHERE id = ANY ($1) AND uploader_id = $2',
};

/** In the order in which everybody else locks what is liked. */
const takeLikesBack: Statement = {
  name: 'departures_take_likes_back',
  text: `
    WITH target AS MATERIALIZED (
      SELECT m.id FROM media m
      WHERE m.id = ANY (ARRAY(SELECT media_id FROM likes WHERE user_id = $1 ORDER BY media_id LIMIT $2))
      ORDER BY m.id
      FOR NO KEY UPDATE
    ), taken AS (
      DELETE FROM likes l USING target WHERE l.media_id = target.id AND l.user_id = $1
      RETURNING l.media_id
    ), counted AS (
      UPDATE media m SET likes_count = m.likes_count - 1 FROM taken WHERE m.id = taken.media_id
    )
    SELECT media_id FROM taken`,
};

/**
 * What was noted of security stays for as long as it always does, under a name that leads to nobody. Not by UPDATE, which
 * the API has no right to: nothing of what was noted changes but whom it was about.
 */
const pseudonymise: Statement = {
  name: 'departures_pseudonymise',
  text: `
    WITH noted AS (
      DELETE FROM security_events WHERE user_id = $1 OR account_hash = $3
      RETURNING id, at, kind, user_id, request_id, address_hash, detail
    )
    INSERT INTO security_events (id, at, kind, user_id, request_id, address_hash, detail)
    SELECT id, at, kind, CASE WHEN user_id = $1 THEN $2::uuid END, request_id, address_hash, detail FROM noted
    UNION ALL SELECT $4, now(), '${accountDeleted}', $2::uuid, NULL, NULL, NULL`,
};

const forgetMails: Statement = {
  name: 'departures_forget_mails',
  text: 'DELETE FROM mails WHERE email_key = (SELECT email_key FROM users WHERE id = $1)',
};

const forgetEvents: Statement = {
  name: 'departures_forget_events',
  text: 'DELETE FROM media_events WHERE user_id = $1',
};

/** Reports about them go too, those that they made by their key. */
const forgetCases: Statement = {
  name: 'departures_forget_cases',
  text: 'DELETE FROM moderation_cases WHERE user_id = $1',
};

const barAddress: Statement = {
  name: 'departures_bar_address',
  text: 'INSERT INTO barred_addresses (address_hash) VALUES ($1) ON CONFLICT DO NOTHING',
};

/** Sessions, mails, links and usage go by their keys. Fails while there is an item. */
const forgetUser: Statement = {
  name: 'departures_forget_user',
  text: 'DELETE FROM users WHERE id = $1 AND deletes_at <= now() RETURNING id',
};

const lockTexts: Statement = {
  name: 'departures_lock_texts',
  text: `SELECT pg_advisory_xact_lock(${String(advisoryLock.textIndex)}, 0)`,
};

/** Tags and words that nobody uses any more are words that somebody once wrote. */
const forgetUnused: readonly Statement[] = [
  { name: 'departures_forget_tags', text: 'DELETE FROM tags WHERE items <= 0' },
  { name: 'departures_forget_tag_counts', text: 'DELETE FROM tag_counts WHERE items = 0' },
  { name: 'departures_forget_words', text: 'DELETE FROM word_counts WHERE items <= 0' },
];

const forgetOldBars: Statement = {
  name: 'departures_forget_old_bars',
  text: `DELETE FROM barred_addresses WHERE barred_at < now() - interval '1 year'`,
};

export interface DueAccount {
  readonly id: string;
  readonly email: string;
  readonly suspended: boolean;
}

export interface LeftItem {
  readonly id: string;
  readonly upload_id: string | null;
}

/** What is removed of an account that is due. */
@Injectable()
export class DeparturesRepository {
  constructor(private readonly database: Database) {}

  async findDue(limit: number): Promise<DueAccount[]> {
    return this.database.query<DueAccount & { id: string }>(findDue, [limit]);
  }

  async findItems(userId: string, limit: number): Promise<LeftItem[]> {
    return this.database.query<LeftItem & { id: string }>(findItems, [userId, limit]);
  }

  async forgetItems(userId: string, mediaIds: readonly string[]): Promise<void> {
    await this.database.query(forgetItems, [mediaIds, userId]);
  }

  /** Of others' items, so many at a time; how many there were. */
  async takeLikesBack(userId: string, limit: number): Promise<number> {
    return (await this.database.query(takeLikesBack, [userId, limit])).length;
  }

  /**
   * The rest, all or nothing; what is noted of security is under another name from then on. False where somebody else did
   * it.
   *
   * @param addressHash is kept where it is given
   */
  async forget(userId: string, accountHash: string, addressHash: Buffer | undefined): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      // First, so that every process hears of it.
      await transaction.query(endAllSessions, [userId]);
      await transaction.query(forgetMails, [userId]);
      await transaction.query(forgetEvents, [userId]);
      await transaction.query(forgetCases, [userId]);
      if ((await transaction.query(forgetUser, [userId])).length === 0) return false;
      if (addressHash) await transaction.query(barAddress, [addressHash]);
      await transaction.query(pseudonymise, [userId, randomUUID(), accountHash, uuidv7()]);
      await transaction.query(lockTexts, []);
      for (const statement of forgetUnused) await transaction.query(statement, []);
      return true;
    });
  }

  async forgetOldBars(): Promise<void> {
    await this.database.query(forgetOldBars, []);
  }
}
