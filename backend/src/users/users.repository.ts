import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { isUniqueViolation } from '../database/constraint.ts';
import { Database, type Queryable } from '../database/database.ts';
import { type Barred, barredSql } from '../identity/standing.ts';
import { IsNull, Repository } from 'typeorm';
import { User } from './user.entity.ts';
import { handleKeyOf } from './handle-key.ts';
import { EmailTakenError, HandleTakenError } from './users.errors.ts';

export type NewUser = Pick<User, 'id' | 'email' | 'emailKey' | 'passwordHash' | 'name' | 'language'>;
export type UserWithPassword = User;
export type KnownUser = Omit<User, 'passwordHash'>;

@Injectable()
export class UsersRepository {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly database: Database,
  ) {}

  /**
   * Throws {@link EmailTakenError}, also for an address that became somebody's to have back while the row waited: its
   * account gives it up in one transaction, and this looks once that is committed.
   */
  async insert(
    user: NewUser,
    barredHashes: readonly Buffer[],
    before: (transaction: Queryable) => Promise<void>,
  ): Promise<void> {
    const { id, email, emailKey, passwordHash, name, language } = user;
    try {
      await this.database.transaction(async (transaction) => {
        await before(transaction);
        await transaction.query(insertUser, [id, email, emailKey, passwordHash, name, language]);
        const kept = await transaction.query(findKeptAddress, [barredHashes, emailKey]);
        if (kept.length > 0) throw new EmailTakenError();
      });
    } catch (error) {
      if (isUniqueViolation(error, 'users_email_key_unique')) throw new EmailTakenError({ cause: error });
      throw error;
    }
  }

  findById(id: string): Promise<KnownUser | null> {
    return this.users.findOneBy({ id });
  }

  findByEmailKeyWithPassword(emailKey: string): Promise<UserWithPassword | null> {
    return this.users.findOne({
      where: { emailKey },
      select: { id: true, email: true, name: true, createdAt: true, suspendedAt: true, passwordHash: true },
    });
  }

  async findBarred(id: string): Promise<Barred | undefined> {
    const [row] = await this.database.query<{ barred: Barred | null }>(findBarred, [id]);
    return row?.barred ?? undefined;
  }

  /**
   * Whether an account with that address was suspended when it was deleted, by any of its keyed hashes, or somebody may
   * have it back whose account had it until lately.
   */
  async isAddressKept(emailKey: string, hashes: readonly Buffer[]): Promise<boolean> {
    return (await this.database.query(findKeptAddress, [hashes, emailKey])).length > 0;
  }

  isOperator(id: string): Promise<boolean> {
    return this.users.existsBy({ id, role: 'operator', suspendedAt: IsNull(), deletesAt: IsNull() });
  }

  findByHandle(handle: string): Promise<KnownUser | null> {
    return this.users.findOneBy({ handle, handleKey: handleKeyOf(handle) });
  }

  /** What is not given stays. Throws {@link HandleTakenError}, also for one that only looks like another. */
  async update(
    id: string,
    changes: Partial<Pick<User, 'name' | 'handle' | 'about' | 'language'>>,
  ): Promise<void> {
    const { handle } = changes;
    const key = handle === undefined ? {} : { handleKey: handle === null ? null : handleKeyOf(handle) };
    try {
      await this.users.update({ id }, { ...changes, ...key });
    } catch (error) {
      if (isUniqueViolation(error, 'users_handle_key_unique')) throw new HandleTakenError({ cause: error });
      throw error;
    }
  }
}

const insertUser = {
  name: 'users-insert',
  text: `
    INSERT INTO users (id, email, email_key, password_hash, name, language) VALUES ($1, $2, $3, $4, $5, $6)`,
};

const findBarred = {
  name: 'users-find-barred',
  text: `SELECT ${barredSql('u')} AS barred FROM (SELECT $1::uuid AS id) asked LEFT JOIN users u USING (id)`,
};

const findKeptAddress = {
  name: 'users-find-kept-address',
  text: `
    SELECT FROM barred_addresses WHERE address_hash = ANY ($1)
    UNION ALL SELECT FROM former_addresses WHERE email_key = $2 AND expires_at > now()`,
};
