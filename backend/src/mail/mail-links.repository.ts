import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../database/database.ts';
import type { MailFacts } from './mails.repository.ts';

/** Of a link that goes out with a mail; its id is the mail's. */
export interface NewLink {
  readonly id: string;
  readonly userId: string;
  readonly purpose: string;
  readonly facts: MailFacts;
  readonly tokenHash: Buffer;
  readonly lifetimeSeconds: number;
}

export interface RedeemedLink {
  readonly id: string;
  readonly userId: string;
  readonly facts: MailFacts;
}

/** Before all that can be. */
const firstId = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class MailLinksRepository {
  constructor(private readonly database: Database) {}

  /**
   * Before the mail is sent, so that whoever has it can use it; again where it has to be sent again, from when on its
   * time is counted anew. One that was used stays so.
   */
  async open({ id, userId, purpose, facts, tokenHash, lifetimeSeconds }: NewLink): Promise<void> {
    await this.database.query(openLink, [id, purpose, userId, tokenHash, lifetimeSeconds, facts]);
  }

  /** Forgets those that no mail can bring any more. */
  async deleteOld(): Promise<void> {
    await this.database.query(deleteOld, []);
  }

  async find(tokenHash: Buffer, purpose: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ user_id: string }>(findLink, [tokenHash, purpose]);
    return row?.user_id;
  }

  async redeem(
    transaction: Queryable,
    tokenHash: Buffer,
    purpose: string,
  ): Promise<RedeemedLink | undefined> {
    // First the person, as whoever changes an account does: two of their links at once would each wait for the other.
    await transaction.query(lockOwner, [tokenHash]);
    const [row] = await transaction.query<{ id: string; user_id: string; facts: MailFacts }>(redeemLink, [
      tokenHash,
      purpose,
    ]);
    return row && { id: row.id, userId: row.user_id, facts: row.facts };
  }

  /** @param afterId of a link; those that were sent before it stay as they are (UUID version 7) */
  async useUp(
    transaction: Queryable,
    userId: string,
    purposes: readonly string[],
    afterId: string = firstId,
  ): Promise<void> {
    await transaction.query(useUp, [userId, purposes, afterId]);
    // Those too that no mail has brought yet. One that is on its way has opened its link before.
    await transaction.query(forgetWaiting, [userId, purposes, afterId]);
  }
}

const openLink = {
  name: 'mail-links-open',
  text: `
    INSERT INTO mail_links (id, purpose, user_id, token_hash, expires_at, facts)
    VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5), $6)
    ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, token_hash = excluded.token_hash
    WHERE mail_links.used_at IS NULL`,
};

const findLink = {
  name: 'mail-links-find',
  text: `
    SELECT user_id FROM mail_links
    WHERE token_hash = $1 AND purpose = $2 AND expires_at > now() AND used_at IS NULL`,
};

const lockOwner = {
  name: 'mail-links-lock-owner',
  text: `
    SELECT FROM users WHERE id = (SELECT user_id FROM mail_links WHERE token_hash = $1) FOR NO KEY UPDATE`,
};

const redeemLink = {
  name: 'mail-links-redeem',
  text: `
    UPDATE mail_links SET used_at = now()
    WHERE token_hash = $1 AND purpose = $2 AND expires_at > now() AND used_at IS NULL
    RETURNING id, user_id, facts`,
};

const useUp = {
  name: 'mail-links-use-up',
  text: `
    UPDATE mail_links SET used_at = now()
    WHERE user_id = $1 AND purpose = ANY ($2) AND used_at IS NULL AND id > $3`,
};

const forgetWaiting = {
  name: 'mail-links-forget-waiting',
  text: `
    DELETE FROM mails WHERE id IN (
      SELECT id FROM mails
      WHERE user_id = $1 AND kind = ANY ($2) AND sent_at IS NULL AND given_up_at IS NULL AND id > $3
      FOR UPDATE SKIP LOCKED
    )`,
};

/** Longer than a mail may wait to be sent once more. */
const deleteOld = {
  name: 'mail-links-delete-old',
  text: `DELETE FROM mail_links WHERE expires_at < now() - interval '7 days'`,
};
