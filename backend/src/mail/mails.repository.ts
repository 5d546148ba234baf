import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../database/database.ts';
import { advisoryLock } from '../media/statements/advisory-locks.ts';

/** To somebody by their id, or to whoever has that address, if anybody has. */
export interface NewMail {
  readonly id: string;
  readonly kind: string;
  readonly userId?: string | undefined;
  readonly emailKey?: string | undefined;
  /** Instead of the account's own. */
  readonly address?: string | undefined;
  readonly facts?: MailFacts | undefined;
}

/** What is said in a mail, or done by its link, beside its kind. */
export interface MailFacts {
  /** The address that the link leads to. */
  readonly email?: string;
  /** Such as `Firefox on Linux`, of those that we know by name. */
  readonly device?: string;
}

/** A mail that waits, as its row says it. */
export interface WaitingMail {
  readonly id: string;
  readonly kind: string;
  readonly user_id: string | null;
  readonly email_key: string | null;
  readonly address: string | null;
  readonly facts: MailFacts;
  /** How often it was tried in vain. */
  readonly attempts: number;
  readonly age_seconds: number;
}

export interface Recipient {
  readonly id: string;
  readonly email: string;
  readonly language: string;
}

/**
 * How long a transaction may wait for the mail server: longer than sending may take, since a lock that is lost after the
 * server has accepted leads to a second mail.
 */
const maxSendSeconds = 120;

/** The outbox. What is to be sent is a row, from the transaction of its cause until the mail server has taken it. */
@Injectable()
export class MailsRepository {
  constructor(private readonly database: Database) {}

  /** In the transaction of its cause, where there is one. Doing it twice is harmless. */
  async insert(mail: NewMail, transaction: Queryable = this.database): Promise<void> {
    const { id, kind, userId, emailKey, address, facts = {} } = mail;
    await transaction.query(insertMail, [id, kind, userId ?? null, emailKey ?? null, address ?? null, facts]);
  }

  /**
   * Gives `work` the mail that has been due for longest, which nobody else is given meanwhile: its row is locked until
   * what `work` did is committed. When the process ends before, the mail is due as it was. False where none is due.
   */
  async withNext(work: (mail: ClaimedMail) => Promise<void>): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [row] = await transaction.query<WaitingMail & { id: string }>(claimNext, []);
      if (!row) return false;
      await transaction.query(waitForServer, [`${String(maxSendSeconds)}s`]);
      await work(new ClaimedMail(row, transaction));
      return true;
    });
  }

  /** How long the oldest has waited; 0 where none does. */
  async findLongestWait(): Promise<number> {
    const [row] = await this.database.query<{ seconds: number }>(findLongestWait, []);
    return row?.seconds ?? 0;
  }

  /** Forgets mails that ended a day ago. */
  async deleteOld(): Promise<void> {
    await this.database.query(deleteOldMails, []);
  }
}

/** A mail that is being sent, and the ways in which that ends. All of it is in one transaction. */
export class ClaimedMail {
  constructor(
    readonly row: WaitingMail,
    private readonly transaction: Queryable,
  ) {}

  /** Undefined where nobody has that address, or the account is gone. */
  async findRecipient(): Promise<Recipient | undefined> {
    const { user_id: userId, email_key: emailKey } = this.row;
    const [recipient] = await this.transaction.query<Recipient & { id: string }>(findRecipient, [
      userId,
      emailKey,
    ]);
    return recipient;
  }

  /** Until the end of the transaction nobody else sends this person a mail; false where somebody does. */
  async lockRecipient({ id }: Recipient): Promise<boolean> {
    const [row] = await this.transaction.query<{ locked: boolean }>(lockRecipient, [
      advisoryLock.mailRecipient,
      id,
    ]);
    return row?.locked ?? false;
  }

  async countSentWithinHour({ id }: Recipient): Promise<number> {
    const [row] = await this.transaction.query<{ sent: number }>(countSent, [id, this.row.kind]);
    return row?.sent ?? 0;
  }

  async sent({ id: userId }: Recipient): Promise<void> {
    await this.transaction.query(markSent, [this.row.id, userId]);
  }

  async retryIn(seconds: number): Promise<void> {
    await this.transaction.query(postpone, [this.row.id, seconds]);
  }

  async giveUp(): Promise<void> {
    await this.transaction.query(markGivenUp, [this.row.id]);
  }

  /** There is nobody to send it to, or too much was sent already: nothing of it is kept. */
  async drop(): Promise<void> {
    await this.transaction.query(deleteMail, [this.row.id]);
  }
}

const insertMail = {
  name: 'mails-insert',
  text: `
    INSERT INTO mails (id, kind, user_id, email_key, address, facts) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO NOTHING`,
};

const claimNext = {
  name: 'mails-claim-next',
  text: `
    SELECT id, kind, user_id, email_key, address, facts, attempts,
      extract(epoch FROM now() - created_at)::float8 AS age_seconds
    FROM mails
    WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= now()
    ORDER BY due_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED`,
};

const waitForServer = {
  name: 'mails-wait-for-server',
  text: `SELECT set_config('idle_in_transaction_session_timeout', $1, true)`,
};

const findRecipient = {
  name: 'mails-find-recipient',
  text: 'SELECT id, email, language FROM users WHERE id = $1 OR ($1 IS NULL AND email_key = $2)',
};

const lockRecipient = {
  name: 'mails-lock-recipient',
  text: 'SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS locked',
};

const countSent = {
  name: 'mails-count-sent',
  text: `
    SELECT count(*)::int AS sent FROM mails
    WHERE user_id = $1 AND kind = $2 AND sent_at > now() - interval '1 hour'`,
};

/** The address that somebody typed is forgotten, whose it is stays. */
const markSent = {
  name: 'mails-mark-sent',
  text: `
    UPDATE mails SET sent_at = clock_timestamp(), user_id = $2, email_key = NULL, address = NULL, facts = '{}'
    WHERE id = $1`,
};

const postpone = {
  name: 'mails-postpone',
  text: `
    UPDATE mails SET attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => $2)
    WHERE id = $1`,
};

const markGivenUp = {
  name: 'mails-mark-given-up',
  text: 'UPDATE mails SET given_up_at = clock_timestamp() WHERE id = $1',
};

const deleteMail = { name: 'mails-delete', text: 'DELETE FROM mails WHERE id = $1' };

const findLongestWait = {
  name: 'mails-find-longest-wait',
  text: `
    SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS seconds
    FROM mails WHERE sent_at IS NULL AND given_up_at IS NULL`,
};

const deleteOldMails = {
  name: 'mails-delete-old',
  text: `
    DELETE FROM mails
    WHERE created_at < now() - interval '1 day'
      AND (sent_at < now() - interval '1 day' OR given_up_at < now() - interval '1 day')`,
};
