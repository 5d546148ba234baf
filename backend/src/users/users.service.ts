import { Inject, Injectable } from '@nestjs/common';
import { type ChangeProfileBody, languages, type OwnProfile, type PublicProfile } from '@media-feed/contract';
import { v7 as uuidv7 } from 'uuid';
import { NotFoundError, UnauthenticatedError } from '../errors/errors.ts';
import { newDisplayName } from './display-name.ts';
import { currentRequest } from '../http/request-context.ts';
import type { Queryable } from '../database/database.ts';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { barredHashesOf } from '../identity/barred-address.ts';
import { emailKeyOf } from '../identity/email-key.ts';
import { languageOf } from '../identity/language.ts';
import type { Barred } from '../identity/standing.ts';
import type { User } from './user.entity.ts';
import { EmailTakenError } from './users.errors.ts';
import { type KnownUser, UsersRepository } from './users.repository.ts';

export type Account = Pick<User, 'id' | 'email' | 'name'>;

@Injectable()
export class UsersService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly users: UsersRepository,
  ) {}

  /**
   * Throws EmailTakenError, also when two sign up with one address at the same moment, and where it is kept for somebody;
   * what `before` throws, which runs first in the same transaction.
   */
  async register(
    email: string,
    passwordHash: string,
    before: (transaction: Queryable) => Promise<void>,
  ): Promise<Account> {
    const emailKey = emailKeyOf(email);
    const hashes = barredHashesOf(email, this.config);
    if (await this.users.isAddressKept(emailKey, hashes)) throw new EmailTakenError();
    const account = { id: uuidv7(), email, name: newDisplayName() };
    const language = languageOf(currentRequest()?.acceptLanguage);
    await this.users.insert({ ...account, emailKey, passwordHash, language }, hashes, before);
    return account;
  }

  findWithPassword(email: string): Promise<(Account & Pick<User, 'passwordHash' | 'suspendedAt'>) | null> {
    return this.users.findByEmailKeyWithPassword(emailKeyOf(email));
  }

  /** Why that account may change nothing; undefined for all that may. */
  findBarred(id: string): Promise<Barred | undefined> {
    return this.users.findBarred(id);
  }

  /** As it stands now; no operator is suspended. */
  isOperator(id: string): Promise<boolean> {
    return this.users.isOperator(id);
  }

  /** Throws UnauthenticatedError for a token that outlived its user. */
  async getOwnProfile(id: string): Promise<OwnProfile> {
    const user = await this.users.findById(id);
    if (!user) throw new UnauthenticatedError('This account no longer exists.');
    return {
      id: user.id,
      email: user.email,
      name: user.name,
      handle: user.handle,
      about: user.about,
      createdAt: user.createdAt.toISOString(),
      language: languages.find((known) => known === user.language) ?? 'en',
      emailVerified: user.emailVerifiedAt !== null,
      deletesAt: user.deletesAt?.toISOString() ?? null,
    };
  }

  /** Throws HandleTakenError; UnauthenticatedError for a token that outlived its user. */
  async changeProfile(id: string, { name, handle, about, language }: ChangeProfileBody): Promise<OwnProfile> {
    await this.users.update(id, {
      ...(name !== undefined && { name }),
      ...(handle !== undefined && { handle }),
      ...(about !== undefined && { about: about === '' ? null : about }),
      ...(language && { language }),
    });
    return this.getOwnProfile(id);
  }

  /** Throws NotFoundError. */
  async getPublicProfile(id: string): Promise<PublicProfile> {
    return presentPublic(await this.users.findById(id));
  }

  /** Throws NotFoundError; for one that only looks like it, too. */
  async getPublicProfileByHandle(handle: string): Promise<PublicProfile> {
    return presentPublic(await this.users.findByHandle(handle));
  }
}

function presentPublic(user: KnownUser | null): PublicProfile {
  if (!user || user.deletesAt) throw new NotFoundError('There is no such user.');
  const { id, name, handle, about } = user;
  return { id, name, handle, about, createdAt: user.createdAt.toISOString() };
}
