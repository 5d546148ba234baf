import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { isUniqueViolation } from '../database/constraint.ts';
import { IsNull, Not, Repository } from 'typeorm';
import { User } from './user.entity.ts';
import { EmailTakenError } from './users.errors.ts';

export type NewUser = Pick<User, 'id' | 'email' | 'emailKey' | 'passwordHash' | 'name'>;
export type UserWithPassword = User;
export type KnownUser = Omit<User, 'passwordHash'>;

@Injectable()
export class UsersRepository {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  /** Throws {@link EmailTakenError}. */
  async insert(user: NewUser): Promise<void> {
    try {
      await this.users.insert(user);
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

  isSuspended(id: string): Promise<boolean> {
    return this.users.existsBy({ id, suspendedAt: Not(IsNull()) });
  }

  /** `false` where there is no such user. */
  async updateName(id: string, name: string): Promise<boolean> {
    const { affected } = await this.users.update({ id }, { name });
    return affected === 1;
  }
}
