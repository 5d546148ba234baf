import type { DeletedAccount, OwnProfile } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { PasswordsService } from '../authentication/passwords.service.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import type { Caller } from '../identity/current-user.ts';
import { barredError } from '../identity/standing.ts';
import { MailsService } from '../mail/mails.service.ts';
import { PublishedChanges } from '../media/published-changes.ts';
import { UsersService } from '../users/users.service.ts';
import { LeavingRepository } from './leaving.repository.ts';

/** Whoever deletes their account is hidden at once and has some days to come back; `Departures` does the rest. */
@Injectable()
export class LeavingService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly leaving: LeavingRepository,
    private readonly passwords: PasswordsService,
    private readonly users: UsersService,
    private readonly mails: MailsService,
    private readonly published: PublishedChanges,
    private readonly audit: AuditService,
  ) {}

  /** Saying it twice changes nothing, the day included. Throws as `PasswordsService.confirm`, and what `barredError` says. */
  async leave(caller: Caller, password: string): Promise<DeletedAccount> {
    const { id: userId, sessionId } = caller;
    const passwordHash = await this.passwords.confirm(caller, password);
    const left = await this.leaving.leave(
      { userId, passwordHash, sessionId },
      this.config.accountDeletionDays,
      (transaction) => this.mails.write('account-leaving', userId, transaction),
    );
    // Since it was compared, the password was changed, or an operator came.
    if (!left) throw barredError((await this.users.findBarred(userId)) ?? 'gone');
    if (left.isNew) {
      this.published.notify();
      this.audit.record({ kind: 'account-leaving', userId, sessionId });
    }
    return { deletesAt: left.deletesAt.toISOString() };
  }

  /** Of an account that nobody deletes it changes nothing. Throws as `leave`. */
  async restore(caller: Caller, password: string): Promise<OwnProfile> {
    const { id: userId, sessionId } = caller;
    const passwordHash = await this.passwords.confirm(caller, password);
    const isRestored = await this.leaving.restore(userId, passwordHash, (transaction) =>
      this.mails.write('account-restored', userId, transaction),
    );
    if (isRestored) {
      this.published.notify();
      this.audit.record({ kind: 'account-restored', userId, sessionId });
    } else {
      const why = await this.users.findBarred(userId);
      // Due: what is left of it is being removed.
      if (why !== undefined) throw barredError(why === 'leaving' ? 'gone' : why);
    }
    return this.users.getOwnProfile(userId);
  }
}
