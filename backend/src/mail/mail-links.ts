import { createHash, createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Queryable } from '../database/database.ts';
import type { LinkPurpose } from './mail-kinds.ts';
import { MailLinksRepository, type RedeemedLink } from './mail-links.repository.ts';
import type { MailFacts } from './mails.repository.ts';

interface LinkOfMail {
  readonly mailId: string;
  readonly purpose: LinkPurpose;
  readonly userId: string;
  readonly facts: MailFacts;
}

/**
 * The links in mails that do something once. A token is made of the mail's id by a key that no row holds, so that the
 * outbox has no secret in it, and a mail that must be sent again has the same link.
 */
@Injectable()
export class MailLinks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly links: MailLinksRepository,
  ) {}

  /** Makes the link of a mail that is about to be sent. Gives its token: 256 bits in base64url. */
  async open({ mailId, purpose, userId, facts }: LinkOfMail, lifetimeSeconds: number): Promise<string> {
    const token = createHmac('sha256', this.config.jwtSecret)
      .update(`mail-link\0${purpose}\0${mailId}`)
      .digest('base64url');
    await this.links.open({ id: mailId, userId, purpose, facts, tokenHash: hashOf(token), lifetimeSeconds });
    return token;
  }

  /** Forgets those that are over. */
  prune(): Promise<void> {
    return this.links.deleteOld();
  }

  /** Whose link it is, while it may still be used; says nothing of why not. */
  find(token: string, purpose: LinkPurpose): Promise<string | undefined> {
    return this.links.find(hashOf(token), purpose);
  }

  /**
   * Uses it up, and with it all others of the same purpose that the person was sent. Of two at the same moment one gets
   * the person's id; the other, and whoever comes later, nothing.
   */
  async redeem(transaction: Queryable, token: string, purpose: LinkPurpose): Promise<string | undefined> {
    const link = await this.links.redeem(transaction, hashOf(token), purpose);
    if (link) await this.links.useUp(transaction, link.userId, [purpose]);
    return link?.userId;
  }

  /** The same with what the link was made for. Of the same purpose only those are used up that were sent after it. */
  async redeemWithFacts(
    transaction: Queryable,
    token: string,
    purpose: LinkPurpose,
  ): Promise<RedeemedLink | undefined> {
    const link = await this.links.redeem(transaction, hashOf(token), purpose);
    if (link) await this.links.useUp(transaction, link.userId, [purpose], link.id);
    return link;
  }

  /** Nobody uses those links any more that the person was sent for one of these purposes. */
  useUp(transaction: Queryable, userId: string, purposes: readonly LinkPurpose[]): Promise<void> {
    return this.links.useUp(transaction, userId, purposes);
  }
}

/** A token of full entropy needs no salt and no slow hash. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
