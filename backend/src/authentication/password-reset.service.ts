import { Inject, Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { UnavailableError } from '../errors/errors.ts';
import { MailLinks } from '../mail/mail-links.ts';
import { MailsService } from '../mail/mails.service.ts';
import { LinkInvalidError } from './authentication.errors.ts';
import { BreachedPasswords } from './breached-passwords.ts';
import { PasswordHasher } from './password-hasher.ts';
import { PasswordsRepository } from './passwords.repository.ts';

/** A way back for those who have forgotten their password (OWASP, «Forgot Password Cheat Sheet»). */
@Injectable()
export class PasswordResetService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly passwords: PasswordsRepository,
    private readonly hasher: PasswordHasher,
    private readonly breached: BreachedPasswords,
    private readonly links: MailLinks,
    private readonly mails: MailsService,
    private readonly audit: AuditService,
  ) {}

  /** One row is written whatever the address is, and nothing looked up. Throws UnavailableError where no mail is sent. */
  async request(email: string): Promise<void> {
    if (this.config.mailUrl === undefined) throw new UnavailableError('This installation sends no mail.');
    await this.mails.writeToAddress('password-reset', email);
    this.audit.record({ kind: 'password-reset-requested', account: email });
  }

  /**
   * Ends every session. A password that is refused leaves the link as it is. Throws LinkInvalidError, ValidationError
   * for a password that everybody knows, HashingBusyError.
   */
  async complete(token: string, password: string): Promise<void> {
    const userId = await this.links.find(token, 'password-reset');
    const account = userId === undefined ? undefined : await this.passwords.find(userId);
    if (!account) throw new LinkInvalidError();
    this.breached.refuse(password, 'password', account.email);
    const to = await this.hasher.hash(password);
    const isDone = await this.passwords.reset(
      to,
      (transaction) => this.links.redeem(transaction, token, 'password-reset'),
      async (transaction, id) => {
        // Whoever knew the old password may have asked for it.
        await this.links.useUp(transaction, id, ['email-change']);
        await this.mails.write('password-changed', id, transaction);
      },
    );
    if (!isDone) throw new LinkInvalidError();
    this.audit.record({ kind: 'password-reset', userId });
  }
}
