import type { ChangeEmailBody } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import type { SecurityEvent } from '../audit/security-event.ts';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Queryable } from '../database/database.ts';
import { UnavailableError } from '../errors/errors.ts';
import type { Caller } from '../identity/current-user.ts';
import { MailLinks } from '../mail/mail-links.ts';
import { MailsService } from '../mail/mails.service.ts';
import { LinkInvalidError } from './authentication.errors.ts';
import { EmailAddressesRepository } from './email-addresses.repository.ts';
import { PasswordHasher } from './password-hasher.ts';
import { PasswordsService } from './passwords.service.ts';

/** As long as the link in the mail to it. */
const formerKeptSeconds = 7 * 24 * 60 * 60;

type Done = Pick<SecurityEvent, 'kind' | 'userId'>;

/** Whose an address is, and another one in its place. */
@Injectable()
export class EmailAddressesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly addresses: EmailAddressesRepository,
    private readonly passwords: PasswordsService,
    private readonly hasher: PasswordHasher,
    private readonly links: MailLinks,
    private readonly mails: MailsService,
    private readonly audit: AuditService,
  ) {}

  /** Does what the link is for. One whose address is taken stays as it is. Throws LinkInvalidError, EmailTakenError. */
  async confirm(token: string): Promise<void> {
    const done = await this.addresses.transaction(
      async (transaction) =>
        (await this.verify(transaction, token)) ??
        (await this.change(transaction, token)) ??
        (await this.undo(transaction, token)),
    );
    if (!done) throw new LinkInvalidError();
    this.audit.record(done);
  }

  /** Nothing where the address is confirmed. Throws UnavailableError where no mail is sent. */
  async resend({ id }: Caller): Promise<void> {
    this.assertMail();
    if (!(await this.addresses.isVerified(id))) await this.mails.write('email-verification', id);
  }

  /**
   * The same whether or not anybody has that address: who reads its mail is told when they use the link. Throws
   * UnavailableError where no mail is sent, and as `PasswordsService.confirm`.
   */
  async requestChange(caller: Caller, { email, password }: ChangeEmailBody): Promise<void> {
    this.assertMail();
    await this.passwords.confirm(caller, password);
    await this.mails.write('email-change', caller.id, undefined, { address: email, facts: { email } });
  }

  /** Forgets what nobody can have back any more. */
  prune(): Promise<void> {
    return this.addresses.deleteOld();
  }

  private async verify(transaction: Queryable, token: string): Promise<Done | undefined> {
    const userId = await this.links.redeem(transaction, token, 'email-verification');
    if (userId === undefined) return undefined;
    await this.addresses.verify(transaction, userId);
    return { kind: 'email-verified', userId };
  }

  private async change(transaction: Queryable, token: string): Promise<Done | undefined> {
    const link = await this.links.redeemWithFacts(transaction, token, 'email-change');
    if (link?.facts.email === undefined) return undefined;
    const { userId } = link;
    const former = await this.addresses.change(transaction, userId, link.facts.email, formerKeptSeconds);
    await this.endLinks(transaction, userId);
    if (former !== undefined) {
      const more = { address: former, facts: { email: former } };
      await this.mails.write('email-changed', userId, transaction, more);
    }
    return { kind: 'email-changed', userId };
  }

  /** Whoever changed it knew the password, which ends: the owner is sent a link for a new one. */
  private async undo(transaction: Queryable, token: string): Promise<Done | undefined> {
    const link = await this.links.redeemWithFacts(transaction, token, 'email-changed');
    if (link?.facts.email === undefined) return undefined;
    const { userId } = link;
    await this.addresses.undo(transaction, userId, link.facts.email, this.hasher.nobodysHash);
    await this.endLinks(transaction, userId);
    await this.mails.write('password-reset', userId, transaction);
    return { kind: 'email-change-undone', userId };
  }

  /** Those that were sent to the address that the account has no more. */
  private endLinks(transaction: Queryable, userId: string): Promise<void> {
    return this.links.useUp(transaction, userId, ['password-reset', 'email-verification', 'email-change']);
  }

  private assertMail(): void {
    if (this.config.mailUrl === undefined) throw new UnavailableError('This installation sends no mail.');
  }
}
