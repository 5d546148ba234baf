import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Queryable } from '../database/database.ts';
import { emailKeyOf } from '../identity/email-key.ts';
import type { MailKind } from './mail-kinds.ts';
import { MailLinks } from './mail-links.ts';
import { MailsRepository, type NewMail } from './mails.repository.ts';

type MoreOfMail = Pick<NewMail, 'address' | 'facts'>;

@Injectable()
export class MailsService {
  constructor(
    private readonly mails: MailsRepository,
    private readonly links: MailLinks,
  ) {}

  /** Written together with its cause: both or neither. */
  async write(kind: MailKind, userId: string, transaction?: Queryable, more: MoreOfMail = {}): Promise<void> {
    await this.mails.insert({ id: uuidv7(), kind, userId, ...more }, transaction);
  }

  /** The same work whether or not anybody has that address: that is looked up when the mail would be sent. */
  async writeToAddress(kind: MailKind, email: string): Promise<void> {
    await this.mails.insert({ id: uuidv7(), kind, emailKey: emailKeyOf(email) });
  }

  /** Removes what nobody needs any more. */
  async prune(): Promise<void> {
    await this.mails.deleteOld();
    await this.links.prune();
  }
}
