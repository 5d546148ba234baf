import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../database/database.ts';

export interface NewInvitation {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly uses: number;
  readonly days: number;
}

@Injectable()
export class InvitationsRepository {
  constructor(private readonly database: Database) {}

  /** When it expires. Those go that have expired. */
  async insert({ id, tokenHash, uses, days }: NewInvitation): Promise<Date> {
    await this.database.query(deleteExpired);
    const rows = await this.database.query<{ expires_at: Date }>(insertInvitation, [
      id,
      tokenHash,
      uses,
      days,
    ]);
    const [row] = rows;
    if (!row) throw new Error('INSERT gave no row');
    return row.expires_at;
  }

  async isUsable(tokenHash: Buffer): Promise<boolean> {
    return (await this.database.query(findUsable, [tokenHash])).length > 0;
  }

  /** False where none was left. Whoever comes at the same moment waits for the end of this transaction. */
  async use(transaction: Queryable, tokenHash: Buffer): Promise<boolean> {
    return (await transaction.query(useOnce, [tokenHash])).length > 0;
  }

  /** False where there is none. */
  async delete(id: string): Promise<boolean> {
    return (await this.database.query(deleteInvitation, [id])).length > 0;
  }
}

const usable = 'token_hash = $1 AND uses_left > 0 AND expires_at > now()';

const deleteExpired = {
  name: 'invitations-delete-expired',
  text: 'DELETE FROM invitations WHERE expires_at <= now()',
};

const insertInvitation = {
  name: 'invitations-insert',
  text: `
    INSERT INTO invitations (id, token_hash, uses_left, expires_at)
    VALUES ($1, $2, $3, now() + make_interval(days => $4))
    RETURNING expires_at`,
};

const findUsable = {
  name: 'invitations-find-usable',
  text: `SELECT FROM invitations WHERE ${usable}`,
};

const useOnce = {
  name: 'invitations-use',
  text: `UPDATE invitations SET uses_left = uses_left - 1 WHERE ${usable} RETURNING id`,
};

const deleteInvitation = {
  name: 'invitations-delete',
  text: 'DELETE FROM invitations WHERE id = $1 RETURNING id',
};
