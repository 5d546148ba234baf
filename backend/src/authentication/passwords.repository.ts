import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';

export interface PasswordChange {
  readonly userId: string;
  /** The hash that the current password was compared with. */
  readonly from: string;
  readonly to: string;
  /** The session that goes on; all when there is none. */
  readonly keepSessionId: string | undefined;
}

@Injectable()
export class PasswordsRepository {
  constructor(private readonly database: Database) {}

  /** Undefined where there is no such user. */
  async findHash(userId: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ password_hash: string }>(findHash, [userId]);
    return row?.password_hash;
  }

  /** Both or nothing: the new hash, and the end of every other session. False when somebody was faster. */
  async change({ userId, from, to, keepSessionId }: PasswordChange): Promise<boolean> {
    const values = [userId, from, to, keepSessionId ?? null];
    const [row] = await this.database.query<{ changed: boolean }>(changePassword, values);
    return row?.changed ?? false;
  }
}

const findHash = {
  name: 'passwords-find-hash',
  text: 'SELECT password_hash FROM users WHERE id = $1',
};

const changePassword = {
  name: 'passwords-change',
  text: `
    WITH changed AS (
      UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2 RETURNING id
    ), revoked AS (
      UPDATE sessions SET revoked_at = now()
      WHERE user_id = (SELECT id FROM changed) AND revoked_at IS NULL AND id IS DISTINCT FROM $4::uuid
    )
    SELECT EXISTS (SELECT FROM changed) AS changed`,
};
