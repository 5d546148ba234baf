import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { fieldMessages } from '@media-feed/contract';
import { emailKeyOf } from '../identity/email-key.ts';
import { ValidationError } from '../errors/errors.ts';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';

/** With digits and signs around them they are what attackers of this site try first: its name, and what its pages are about. */
const wordsOfThisSite = /^(?:media|feed|admin|login|password|passwort|upload|welcome)+$/;

/**
 * The 49,000 passwords that breaches show most often, from zxcvbn-ts's list: offline, so that no password nor
 * its hash goes anywhere. Loaded only where `PASSWORD_BREACH_CHECK` is on.
 */
@Injectable()
export class BreachedPasswords implements OnModuleInit {
  private passwords: ReadonlySet<string> = new Set();

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async onModuleInit(): Promise<void> {
    if (!this.config.passwordBreachCheck) return;
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    this.passwords = new Set(dictionary['passwords-common']);
  }

  /**
   * Throws ValidationError at `path`, also for the account's own e-mail address and what stands before its @, and,
   * where the check is on, for nothing but words of this site. The list
   * is in lower case: neither another case nor wide letters make a better password.
   */
  refuse(password: string, path: string, email: string): void {
    const folded = emailKeyOf(password.normalize('NFKC'));
    const address = emailKeyOf(email.normalize('NFKC'));
    const [local] = address.split('@', 1);
    if (folded === address || folded === local) {
      throw new ValidationError([{ path, message: fieldMessages.passwordIsAddress }]);
    }
    if (!this.config.passwordBreachCheck) return;
    const words = folded.replaceAll(/[^\p{L}]/gu, '');
    if (!this.passwords.has(folded) && !wordsOfThisSite.test(words)) return;
    throw new ValidationError([{ path, message: fieldMessages.passwordBreached }]);
  }
}
