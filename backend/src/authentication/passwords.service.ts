import { Injectable } from '@nestjs/common';
import { fieldMessages, type ChangePasswordBody } from '@media-feed/contract';
import { AuditService } from '../audit/audit.service.ts';
import { UnauthenticatedError, ValidationError } from '../errors/errors.ts';
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
    const changed = await this.passwords.change({ userId, from, to, keepSessionId: sessionId });
    if (!changed) throw this.wrongPassword(caller);
    this.audit.record({ kind: 'password-changed', userId, sessionId });
  }

  private wrongPassword({ id: userId, sessionId }: Caller): ValidationError {
    this.audit.record({ kind: 'password-change-failed', userId, sessionId });
    return new ValidationError([{ path: 'currentPassword', message: fieldMessages.currentPasswordWrong }]);
  }
}
