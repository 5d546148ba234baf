import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../database/database.ts';
import { endAllSessions } from '../identity/end-all-sessions.ts';

export interface PasswordChange {
  readonly userId: string;
  /** The hash that the current password was compared with. */
  readonly from: string;
  readonly to: string;
  /** The session that goes on. */
  readonly keepSessionId: string;
}

/** What is written in the same transaction, or not at all. */
type AlsoWrite = (transaction: Queryable, userId: string) => Promise<void>;

interface AccountRow {
  readonly email: string;
  readonly password_hash: string;
}

@Injectable()
export class PasswordsRepository {
  constructor(private readonly database: Database) {}

  /** Undefined where there is no such user. */
  async find(userId: string): Promise<AccountRow | undefined> {
    const [row] = await this.database.query<AccountRow & { email: string }>(findAccount, [userId]);
    return row;
  }

  /** Both or nothing: the new hash, and the end of every other session. False when somebody was faster. */
  async change({ userId, from, to, keepSessionId }: PasswordChange, also: AlsoWrite): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      if ((await transaction.query(changePassword, [userId, from, to])).length === 0) return false;
      // A statement of its own: it must see a session that a sign-in committed while the one before waited for it.
      await transaction.query(endOtherSessions, [userId, keepSessionId]);
      await also(transaction, userId);
      return true;
    });
  }

  /**
   * Sets a password without the one before, for whom `redeem` names, and ends all of their sessions. False where it
   * names nobody.
   */
  async reset(
    to: string,
    redeem: (transaction: Queryable) => Promise<string | undefined>,
    also: AlsoWrite,
  ): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const userId = await redeem(transaction);
      if (userId === undefined) return false;
      await transaction.query(resetPassword, [userId, to]);
      await transaction.query(endAllSessions, [userId]);
      await also(transaction, userId);
      return true;
    });
  }
}

const findAccount = {
  name: 'passwords-find-account',
  text: 'SELECT email, password_hash FROM users WHERE id = $1',
};

const changePassword = {
  name: 'passwords-change',
  text: 'UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2 RETURNING id',
};

const endOtherSessions = {
  name: 'passwords-end-other-sessions',
  text: `
    UPDATE sessions SET revoked_at = clock_timestamp()
    WHERE user_id = $1 AND revoked_at IS NULL AND id <> $2`,
};

/** Whoever has the link reads the address's mail. */
const resetPassword = {
  name: 'passwords-reset',
  text: `
    UPDATE users SET password_hash = $2, email_verified_at = coalesce(email_verified_at, now()) WHERE id = $1`,
};
