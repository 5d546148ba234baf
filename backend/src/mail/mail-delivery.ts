import { Inject, Injectable, Logger } from '@nestjs/common';
import { languages, type Language } from '@media-feed/contract';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { isLimited, isMailKind, linkOf, type LinkPurpose, type MailKind } from './mail-kinds.ts';
import { MailLinks } from './mail-links.ts';
import { MailMetrics } from './mail-metrics.ts';
import { MailTransport, UndeliverableError } from './mail-transport.ts';
import { type ClaimedMail, MailsRepository, type Recipient } from './mails.repository.ts';
import { renderMail } from './render-mail.ts';

const maxRetrySeconds = 60 * 60;
/** While another process sends something to the same person. */
const recipientBusySeconds = 1;

/**
 * Sends what waits in the outbox, at least once. The row is locked until the server has taken the mail and that is
 * committed, so that a mail goes out twice only where the process dies between the two, and with the same Message-ID.
 */
@Injectable()
export class MailDelivery {
  private readonly logger = new Logger(MailDelivery.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mails: MailsRepository,
    private readonly links: MailLinks,
    private readonly transport: MailTransport,
    private readonly metrics: MailMetrics,
  ) {}

  /** False where nothing is due. Throws where the database is unavailable. */
  deliverNext(): Promise<boolean> {
    return this.mails.withNext((mail) => this.deliver(mail));
  }

  /** Whether there is anybody to write to is looked up here, and not while somebody waits for an answer. */
  private async deliver(mail: ClaimedMail): Promise<void> {
    const { kind } = mail.row;
    if (!isMailKind(kind)) return this.retry(mail, new Error(`Another version writes ${kind}`));
    const recipient = await mail.findRecipient();
    if (!recipient) return this.drop(mail, 'nobody');
    if (!(await mail.lockRecipient(recipient))) return mail.retryIn(recipientBusySeconds);
    if (isLimited(kind)) {
      const sent = await mail.countSentWithinHour(recipient);
      if (sent >= this.config.resetMailsPerHour) return this.drop(mail, 'too-many');
    }
    await this.send(mail, kind, recipient);
  }

  private async send(mail: ClaimedMail, kind: MailKind, recipient: Recipient): Promise<void> {
    const { id, address, facts } = mail.row;
    const language = languageOf(recipient);
    try {
      const url = await this.openLink(mail.row, kind, recipient);
      const to = address ?? recipient.email;
      await this.transport.send({ ...renderMail(kind, language, url, facts), id, to, language });
    } catch (error) {
      await (error instanceof UndeliverableError ? this.giveUp(mail, error) : this.retry(mail, error));
      return;
    }
    await mail.sent(recipient);
    this.metrics.count('sent');
    this.logger.log({ mailId: id, kind, userId: recipient.id }, 'Mail sent');
  }

  /** What stands behind the # reaches no server, no log of one, and no page that a link leads on to. */
  private async openLink(
    { id: mailId, facts: mailFacts }: ClaimedMail['row'],
    kind: MailKind,
    { id: userId }: Recipient,
  ): Promise<string | undefined> {
    const facts = linkOf(kind);
    if (!facts) return undefined;
    const token = await this.links.open(
      { mailId, purpose: kind as LinkPurpose, userId, facts: mailFacts },
      facts.lifetimeSeconds,
    );
    const [webOrigin = ''] = this.config.webOrigins;
    return `${webOrigin}${facts.page}#token=${token}`;
  }

  private async retry(mail: ClaimedMail, error: unknown): Promise<void> {
    const { id, kind, attempts, age_seconds: age } = mail.row;
    if (age > this.config.mailPatienceSeconds) return this.giveUp(mail, error);
    const seconds = Math.min(maxRetrySeconds, this.config.mailRetrySeconds * 2 ** Math.min(attempts, 20));
    await mail.retryIn(seconds);
    this.metrics.count('retried');
    this.logger.warn({ ...reasonOf(error), mailId: id, kind, seconds }, 'Mail not sent, will be retried');
  }

  private async giveUp(mail: ClaimedMail, error: unknown): Promise<void> {
    const { id, kind } = mail.row;
    await mail.giveUp();
    this.metrics.count('given-up');
    this.logger.error({ ...reasonOf(error), mailId: id, kind }, 'Mail given up');
  }

  private async drop(mail: ClaimedMail, why: 'nobody' | 'too-many'): Promise<void> {
    await mail.drop();
    this.metrics.count('dropped');
    this.logger.debug({ mailId: mail.row.id, kind: mail.row.kind, why }, 'Mail not wanted');
  }
}

const languageOf = ({ language }: Recipient): Language =>
  languages.find((known) => known === language) ?? 'en';

/** Codes alone: what a server answers may repeat the address. */
function reasonOf(error: unknown): { code?: string; responseCode?: number; command?: string } {
  const { code, responseCode, command } = ((error as Error).cause ?? error) as Record<string, unknown>;
  return {
    ...(typeof code === 'string' && { code }),
    ...(typeof responseCode === 'number' && { responseCode }),
    ...(typeof command === 'string' && { command }),
  };
}
