import { LRUCache } from 'lru-cache';
import type { Caller } from '../identity/current-user.ts';

/** Each takes about a kilobyte. */
const maxTokens = 5_000;

/**
 * Whose the tokens are that were verified before: the same token is as good until it expires, and verifying it
 * anew was a fifth of what a like costs. Only tokens that were found good are kept, so that nobody fills the memory
 * with others.
 */
export class VerifiedTokens {
  private readonly callers = new LRUCache<string, Caller>({ max: maxTokens });

  constructor(private readonly now: () => number = Date.now) {}

  /** `undefined` unless exactly this was verified before and has not expired (RFC 7519 §4.1.4). */
  find(token: string): Caller | undefined {
    const caller = this.callers.get(token);
    // A time of day, and not so long from now, as the library's `ttl` would have it.
    if (caller && caller.expiresAt.getTime() <= this.now()) {
      this.callers.delete(token);
      return undefined;
    }
    return caller;
  }

  keep(token: string, caller: Caller): void {
    this.callers.set(token, caller);
  }
}
