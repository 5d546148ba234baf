import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import type { Queryable } from '../database/database.ts';
import { InvitationNeededError, LinkInvalidError, SignUpClosedError } from './authentication.errors.ts';
import { InvitationsRepository } from './invitations.repository.ts';

export interface Invitation {
  readonly id: string;
  /** The only place where its token ever stands. */
  readonly url: string;
  readonly expiresAt: Date;
}

/** Who may make an account. */
@Injectable()
export class InvitationsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly invitations: InvitationsRepository,
  ) {}

  /**
   * Throws SignUpClosedError, InvitationNeededError, LinkInvalidError. Gives what the transaction must begin with that
   * makes the account: it uses the invitation, so that a sign-up that fails leaves it as it was.
   */
  async admit(token: string | undefined): Promise<(transaction: Queryable) => Promise<void>> {
    if (this.config.signUp === 'closed') throw new SignUpClosedError();
    if (this.config.signUp === 'open') return () => Promise.resolve();
    if (token === undefined) throw new InvitationNeededError();
    const tokenHash = hashOf(token);
    // Looked at before a password is hashed, which is work that nobody shall cause without one.
    if (!(await this.invitations.isUsable(tokenHash))) throw new LinkInvalidError();
    return async (transaction) => {
      if (!(await this.invitations.use(transaction, tokenHash))) throw new LinkInvalidError();
    };
  }

  /** For so many accounts, and so many days. */
  async invite(uses: number, days: number): Promise<Invitation> {
    const [webOrigin] = this.config.webOrigins;
    if (webOrigin === undefined) throw new Error('WEB_ORIGINS names no web app that a link could lead to.');
    const id = uuidv7();
    const token = randomBytes(32).toString('base64url');
    const expiresAt = await this.invitations.insert({ id, tokenHash: hashOf(token), uses, days });
    // Behind the #, which no server and no log of one gets to see.
    return { id, url: `${webOrigin}/sign-up#invitation=${token}`, expiresAt };
  }

  /** Nobody uses it any more; false where there is none. */
  end(id: string): Promise<boolean> {
    return this.invitations.delete(id);
  }
}

/** A token of full entropy needs no salt and no slow hash. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
