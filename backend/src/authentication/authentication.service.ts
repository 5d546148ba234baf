import { Inject, Injectable } from '@nestjs/common';
import type { Session, SignUpBody } from '@media-feed/contract';
import { AuditService } from '../audit/audit.service.ts';
import { currentRequest } from '../http/request-context.ts';
import { AccountSuspendedError, TooManyRequestsError } from '../errors/errors.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import type { Queryable } from '../database/database.ts';
import { MailsService } from '../mail/mails.service.ts';
import { type Account, UsersService } from '../users/users.service.ts';
import { AccessTokens } from './access-tokens.ts';
import { InvalidCredentialsError, SessionEndedError } from './authentication.errors.ts';
import { BreachedPasswords } from './breached-passwords.ts';
import { describeBrowser, describeDevice } from './device.ts';
import { InvitationsService } from './invitations.service.ts';
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
    private readonly breached: BreachedPasswords,
    private readonly audit: AuditService,
    private readonly mails: MailsService,
    private readonly invitations: InvitationsService,
  ) {}

  /**
   * Throws EmailTakenError, HashingBusyError, ValidationError for a password that everybody knows; before any of these,
   * and so whatever the address is, SignUpClosedError, InvitationNeededError, LinkInvalidError.
   */
  async signUp({ email, password, invitation }: SignUpBody): Promise<StartedSession> {
    const useInvitation = await this.invitations.admit(invitation);
    this.breached.refuse(password, 'password', email);
    const passwordHash = await this.hasher.hash(password);
    const account = await this.users.register(email, passwordHash, useInvitation);
    if (this.config.emailVerification === 'required') {
      await this.mails.write('email-verification', account.id);
    }
    return this.startSession({ ...account, passwordHash }, 'signed-up');
  }

  /**
   * Throws InvalidCredentialsError, after the same work whether or not the address is known; HashingBusyError;
   * AccountSuspendedError for the right password alone, so that nobody else learns of it.
   */
  async signIn(email: string, password: string, isKnownDevice: boolean): Promise<StartedSession> {
    const user = await this.users.findWithPassword(email);
    const matches = await this.hasher.matches(password, user?.passwordHash, isKnownDevice);
    if (!user || !matches) {
      throw this.wrongCredentials(email, user?.id);
    }
    if (user.suspendedAt) throw this.suspended(user);
    return this.startSession(user, 'signed-in', isKnownDevice);
  }

  /** Throws SessionEndedError, TooManyRequestsError. */
  async refresh(refreshToken: string | undefined): Promise<StartedSession> {
    if (refreshToken === undefined) throw new SessionEndedError();
    const replacement = newRefreshToken();
    const rotation = await this.sessions.rotate(
      hashRefreshToken(refreshToken),
      hashRefreshToken(replacement),
    );
    if (rotation.outcome === 'refused') throw new SessionEndedError();
    if (rotation.outcome === 'limited') throw new TooManyRequestsError(rotation.retryAfterSeconds);
    const { userId, sessionId } = rotation;
    if (rotation.outcome === 'revoked') {
      this.audit.record({ kind: 'refresh-token-reused', userId, sessionId });
      throw new SessionEndedError();
    }
    const account = await this.users.getOwnProfile(userId);
    return { session: await this.describeSession(account, sessionId), refreshToken: replacement };
  }

  /** Says nothing of a token that nobody knows: signing out always succeeds. */
  async signOut(refreshToken: string | undefined): Promise<void> {
    if (refreshToken === undefined) return;
    const ended = await this.sessions.revoke(hashRefreshToken(refreshToken));
    if (ended) this.audit.record({ kind: 'signed-out', userId: ended.user_id, sessionId: ended.id });
  }

  private async startSession(
    account: Account & { readonly passwordHash: string },
    kind: 'signed-up' | 'signed-in',
    isKnownDevice = true,
  ): Promise<StartedSession> {
    const refreshToken = newRefreshToken();
    const device = describeDevice(currentRequest()?.userAgent);
    const signedIn = { userId: account.id, passwordHash: account.passwordHash };
    const sessionId = await this.sessions.start(
      signedIn,
      hashRefreshToken(refreshToken),
      device,
      isKnownDevice ? undefined : (transaction) => this.tellOfDevice(account.id, transaction),
    );
    if (sessionId === undefined) {
      if ((await this.users.findBarred(account.id)) === 'suspended') throw this.suspended(account);
      // The password was changed while it was compared.
      throw this.wrongCredentials(account.email, account.id);
    }
    this.audit.record({ kind, userId: account.id, sessionId });
    return { session: await this.describeSession(account, sessionId), refreshToken };
  }

  private async tellOfDevice(userId: string, transaction: Queryable): Promise<void> {
    const device = describeBrowser(currentRequest()?.userAgent);
    await this.mails.write('new-device', userId, transaction, {
      facts: device === undefined ? {} : { device },
    });
  }

  private wrongCredentials(email: string, userId: string | undefined): InvalidCredentialsError {
    this.audit.record({ kind: 'sign-in-failed', userId, account: email });
    return new InvalidCredentialsError();
  }

  private suspended({ id: userId }: Account): AccountSuspendedError {
    this.audit.record({ kind: 'sign-in-failed', userId, detail: 'suspended' });
    return new AccountSuspendedError();
  }

  private async describeSession({ id, email, name }: Account, sessionId: string): Promise<Session> {
    return {
      accessToken: await this.accessTokens.issue(id, sessionId),
      expiresIn: this.config.accessTokenTtlSeconds,
      user: { id, email, name },
    };
  }
}
