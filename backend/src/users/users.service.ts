import { Injectable } from '@nestjs/common';
import type { OwnProfile, PublicProfile } from '@media-feed/contract';
import { v7 as uuidv7 } from 'uuid';
import { NotFoundError, UnauthenticatedError } from '../errors/errors.ts';
import { newDisplayName } from './display-name.ts';
import { emailKeyOf } from '../identity/email-key.ts';
import type { User } from './user.entity.ts';
import { UsersRepository } from './users.repository.ts';

export type Account = Pick<User, 'id' | 'email' | 'name'>;

@Injectable()
export class UsersService {
  constructor(private readonly users: UsersRepository) {}

  /** Throws EmailTakenError, also when two sign up with one address at the same moment. */
  async register(email: string, passwordHash: string): Promise<Account> {
    const account = { id: uuidv7(), email, name: newDisplayName() };
    await this.users.insert({ ...account, emailKey: emailKeyOf(email), passwordHash });
    return account;
  }

  findWithPassword(email: string): Promise<(Account & Pick<User, 'passwordHash' | 'suspendedAt'>) | null> {
    return this.users.findByEmailKeyWithPassword(emailKeyOf(email));
  }

  /** False also where there is no such user. */
  isSuspended(id: string): Promise<boolean> {
    return this.users.isSuspended(id);
  }

  /** Throws UnauthenticatedError for a token that outlived its user. */
  async getOwnProfile(id: string): Promise<OwnProfile> {
    const user = await this.users.findById(id);
    if (!user) throw new UnauthenticatedError('This account no longer exists.');
    return { id: user.id, email: user.email, name: user.name, createdAt: user.createdAt.toISOString() };
  }

  async rename(id: string, name: string): Promise<OwnProfile> {
    await this.users.updateName(id, name);
    return this.getOwnProfile(id);
  }

  /** Throws NotFoundError. */
  async getPublicProfile(id: string): Promise<PublicProfile> {
    const user = await this.users.findById(id);
    if (!user) throw new NotFoundError('There is no such user.');
    return { id: user.id, name: user.name, createdAt: user.createdAt.toISOString() };
  }
}
