import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { Inject, Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import type { RenderedMail } from './render-mail.ts';

export interface OutgoingMail extends RenderedMail {
  /** Of the cause: what a server or a mailbox is sent twice, it can tell by it. */
  readonly id: string;
  readonly to: string;
  readonly language: string;
}

/** The server takes no mail for this address, now or later. */
export class UndeliverableError extends Error {
  override readonly name = 'UndeliverableError';
}

/**
 * What stands before the @ is atoms and dots (RFC 5321 §4.1.2, RFC 6531 §3.3). Anything else would have to be quoted, and what
 * does not heed that sends `a,b@example.org` to b.
 */
const plainAddress = /^[\p{L}\p{M}\p{N}\p{So}!#$%&'*+/=?^_`{|}~.-]+@[\p{L}\p{M}\p{N}.-]+$/u;

const connectTimeoutMs = 10_000;
const answerTimeoutMs = 30_000;

/** Hands one mail to the mail server: by SMTP, or by SES's own call where MAIL_URL is `ses:`. */
@Injectable()
export class MailTransport {
  private readonly transporter: Transporter | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.transporter = config.mailUrl === undefined ? undefined : transporterOf(config.mailUrl, config);
  }

  /** Without a mail server mails wait. */
  get isConfigured(): boolean {
    return this.transporter !== undefined;
  }

  /** Resolves when the server has taken it. Throws UndeliverableError; anything else may go better later. */
  async send({ id, to, subject, text, html, language }: OutgoingMail): Promise<void> {
    if (!plainAddress.test(to)) throw new UndeliverableError('An address that would have to be quoted');
    const from = this.config.mailFrom;
    const [, host = 'localhost'] = from.split('@');
    try {
      await this.transporter?.sendMail({
        messageId: `<${id}@${host}>`,
        // As objects, and with an envelope of its own: nothing in an address is read as a list of them.
        from: { name: 'Media Feed', address: from },
        to: { name: '', address: to },
        envelope: { from, to: [to] },
        ...{ subject, text, html },
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (error) {
      throw isRefused(error) ? new UndeliverableError('Refused for good', { cause: error }) : error;
    }
  }
}

function transporterOf(url: string, config: Config): Transporter {
  if (new URL(url).protocol === 'ses:') {
    const sesClient = new SESv2Client({ region: config.awsRegion });
    return createTransport({ SES: { sesClient, SendEmailCommand } });
  }
  return createTransport({
    url,
    // Nothing goes over a network in the clear but on a developer's machine.
    requireTLS: config.environment === 'production' && new URL(url).protocol === 'smtp:',
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: answerTimeoutMs,
  });
}

/** RFC 5321 §4.2.1: 5yz to the recipient. To anything else it may be our own settings that are wrong. */
function isRefused(error: unknown): boolean {
  const { command, responseCode } = error as { command?: unknown; responseCode?: unknown };
  return command === 'RCPT TO' && Number(responseCode) >= 500;
}
