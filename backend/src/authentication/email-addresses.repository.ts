import { Injectable } from '@nestjs/common';
import { isUniqueViolation } from '../database/constraint.ts';
import { Database, type Queryable } from '../database/database.ts';
import { endAllSessions } from '../identity/end-all-sessions.ts';
import { emailKeyOf } from '../identity/email-key.ts';
import { EmailTakenError } from '../users/users.errors.ts';

@Injectable()
export class EmailAddressesRepository {
  constructor(private readonly database: Database) {}

  /** All of it or nothing. */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    return this.database.transaction(work);
  }

  async isVerified(userId: string): Promise<boolean> {
    return (await this.database.query(findVerified, [userId])).length > 0;
  }

  async verify(transaction: Queryable, userId: string): Promise<void> {
    await transaction.query(verify, [userId]);
  }

  /**
   * Gives the account another address, and says which one it had, which stays its own for so long. Throws
   * EmailTakenError.
   */
  async change(
    transaction: Queryable,
    userId: string,
    email: string,
    keptSeconds: number,
  ): Promise<string | undefined> {
    const before = await this.set(transaction, userId, email);
    if (before === undefined || emailKeyOf(before) === emailKeyOf(email)) return undefined;
    await transaction.query(keepFormer, [userId, emailKeyOf(before), keptSeconds]);
    return before;
  }

  /**
   * The address that it had before, and the end of every session and of the password: whoever changed the address knew
   * it, and would be faster than the owner with the next one. Throws EmailTakenError.
   *
   * @param hash that no password has
   */
  async undo(transaction: Queryable, userId: string, email: string, hash: string): Promise<void> {
    await this.set(transaction, userId, email);
    await transaction.query(setPassword, [userId, hash]);
    await transaction.query(endAllSessions, [userId]);
  }

  /** Forgets the addresses that nobody can have back any more. */
  async deleteOld(): Promise<void> {
    await this.database.query(forgetFormer, []);
  }

  private async set(transaction: Queryable, userId: string, email: string): Promise<string | undefined> {
    const emailKey = emailKeyOf(email);
    const [user] = await transaction.query<{ email: string }>(lockUser, [userId]);
    if ((await transaction.query(findReserved, [emailKey, userId])).length > 0) throw new EmailTakenError();
    try {
      await transaction.query(setEmail, [userId, email, emailKey]);
    } catch (error) {
      if (isUniqueViolation(error, 'users_email_key_unique')) throw new EmailTakenError({ cause: error });
      throw error;
    }
    await transaction.query(releaseFormer, [userId, emailKey]);
    return user?.email;
  }
}

const findVerified = {
  name: 'email-addresses-find-verified',
  text: 'SELECT FROM users WHERE id = $1 AND email_verified_at IS NOT NULL',
};

const verify = {
  name: 'email-addresses-verify',
  text: 'UPDATE users SET email_verified_at = coalesce(email_verified_at, now()) WHERE id = $1',
};

const lockUser = {
  name: 'email-addresses-lock-user',
  text: 'SELECT email FROM users WHERE id = $1 FOR NO KEY UPDATE',
};

const findReserved = {
  name: 'email-addresses-find-reserved',
  text: 'SELECT FROM former_addresses WHERE email_key = $1 AND user_id <> $2 AND expires_at > now()',
};

const setEmail = {
  name: 'email-addresses-set',
  text: 'UPDATE users SET email = $2, email_key = $3, email_verified_at = now() WHERE id = $1',
};

const setPassword = {
  name: 'email-addresses-set-password',
  text: 'UPDATE users SET password_hash = $2 WHERE id = $1',
};

const keepFormer = {
  name: 'email-addresses-keep-former',
  text: `
    INSERT INTO former_addresses (email_key, user_id, expires_at)
    VALUES ($2, $1, now() + make_interval(secs => $3))
    ON CONFLICT (email_key, user_id) DO UPDATE SET expires_at = excluded.expires_at`,
};

const releaseFormer = {
  name: 'email-addresses-release-former',
  text: 'DELETE FROM former_addresses WHERE user_id = $1 AND email_key = $2',
};

const forgetFormer = {
  name: 'email-addresses-forget-former',
  text: 'DELETE FROM former_addresses WHERE expires_at < now()',
};
