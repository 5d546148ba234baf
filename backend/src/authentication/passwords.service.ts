import { Injectable } from '@nestjs/common';
import { fieldMessages, type ChangePasswordBody } from '@media-feed/contract';
import { AuditService } from '../audit/audit.service.ts';
import { UnauthenticatedError, ValidationError } from '../errors/errors.ts';
import { MailLinks } from '../mail/mail-links.ts';
import { MailsService } from '../mail/mails.service.ts';
import { BreachedPasswords } from './breached-passwords.ts';
import type { Caller } from '../identity/current-user.ts';
import { PasswordHasher } from './password-hasher.ts';
import { PasswordsRepository } from './passwords.repository.ts';

@Injectable()
export class PasswordsService {
  constructor(
    private readonly passwords: PasswordsRepository,
    private readonly hasher: PasswordHasher,
    private readonly breached: BreachedPasswords,
    private readonly audit: AuditService,
    private readonly mails: MailsService,
    private readonly links: MailLinks,
  ) {}

  /**
   * Ends every session but the caller's own. Throws ValidationError for a wrong current password or a new one
   * that everybody knows, UnauthenticatedError for a token that outlived its user, HashingBusyError.
   */
  async change(caller: Caller, { currentPassword, newPassword }: ChangePasswordBody): Promise<void> {
    const { id: userId, sessionId } = caller;
    const account = await this.passwords.find(userId);
    if (account === undefined) throw new UnauthenticatedError('This account no longer exists.');
    const { email, password_hash: from } = account;
    this.breached.refuse(newPassword, 'newPassword', email);
    if (!(await this.hasher.matches(currentPassword, from, true))) throw this.wrongPassword(caller);
    const to = await this.hasher.hash(newPassword, true);
    const changed = await this.passwords.change(
      { userId, from, to, keepSessionId: sessionId },
      async (transaction) => {
        await this.links.useUp(transaction, userId, ['password-reset', 'email-change']);
        await this.mails.write('password-changed', userId, transaction);
      },
    );
    if (!changed) throw this.wrongPassword(caller);
    this.audit.record({ kind: 'password-changed', userId, sessionId });
  }

  /**
   * That it is the caller and not somebody at their device. Gives the hash that the password was compared with. Throws
   * ValidationError at the field `password`, UnauthenticatedError for a token that outlived its user, HashingBusyError.
   */
  async confirm({ id: userId, sessionId }: Caller, password: string): Promise<string> {
    const account = await this.passwords.find(userId);
    if (account === undefined) throw new UnauthenticatedError('This account no longer exists.');
    if (await this.hasher.matches(password, account.password_hash, true)) return account.password_hash;
    this.audit.record({ kind: 'password-check-failed', userId, sessionId });
    throw new ValidationError([{ path: 'password', message: fieldMessages.currentPasswordWrong }]);
  }

  private wrongPassword({ id: userId, sessionId }: Caller): ValidationError {
    this.audit.record({ kind: 'password-change-failed', userId, sessionId });
    return new ValidationError([{ path: 'currentPassword', message: fieldMessages.currentPasswordWrong }]);
  }
}
