import { Inject, Injectable } from '@nestjs/common';
import type { Session } from '@media-feed/contract';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { type Account, UsersService } from '../users/users.service.ts';
import { AccessTokens } from './access-tokens.ts';
import { InvalidCredentialsError, SessionEndedError } from './authentication.errors.ts';
import { PasswordHasher } from './password-hasher.ts';
import { hashRefreshToken, newRefreshToken } from './refresh-token.ts';
import { SessionsRepository } from './sessions.repository.ts';

/** What a browser gets: the body, and the token that travels as a cookie. */
export interface StartedSession {
  readonly session: Session;
  readonly refreshToken: string;
}

@Injectable()
export class AuthenticationService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly users: UsersService,
    private readonly hasher: PasswordHasher,
    private readonly accessTokens: AccessTokens,
    private readonly sessions: SessionsRepository,
  ) {}

  /** Throws EmailTakenError, HashingBusyError. */
  async signUp(email: string, password: string): Promise<StartedSession> {
    const account = await this.users.register(email, await this.hasher.hash(password));
    return this.startSession(account);
  }

  /** Throws InvalidCredentialsError, after the same work whether or not the address is known; HashingBusyError. */
  async signIn(email: string, password: string): Promise<StartedSession> {
    const user = await this.users.findWithPassword(email);
    const matches = await this.hasher.matches(password, user?.passwordHash);
    if (!user || !matches) throw new InvalidCredentialsError();
    return this.startSession(user);
  }

  /** Throws SessionEndedError. */
  async refresh(refreshToken: string | undefined): Promise<StartedSession> {
    if (refreshToken === undefined) throw new SessionEndedError();
    const replacement = newRefreshToken();
    const rotation = await this.sessions.rotate(
      hashRefreshToken(refreshToken),
      hashRefreshToken(replacement),
    );
    if (rotation.outcome !== 'rotated') throw new SessionEndedError();
    const account = await this.users.getOwnProfile(rotation.userId);
    return { session: await this.describeSession(account), refreshToken: replacement };
  }

  /** Says nothing of a token that nobody knows: signing out always succeeds. */
  async signOut(refreshToken: string | undefined): Promise<void> {
    if (refreshToken !== undefined) await this.sessions.revoke(hashRefreshToken(refreshToken));
  }

  private async startSession(account: Account): Promise<StartedSession> {
    const refreshToken = newRefreshToken();
    await this.sessions.start(account.id, hashRefreshToken(refreshToken));
    return { session: await this.describeSession(account), refreshToken };
  }

  private async describeSession({ id, email, name }: Account): Promise<Session> {
    return {
      accessToken: await this.accessTokens.issue(id),
      expiresIn: this.config.accessTokenTtlSeconds,
      user: { id, email, name },
    };
  }
}
