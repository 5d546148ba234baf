import { availableParallelism } from 'node:os';
import { limits } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import bcrypt from 'bcrypt';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { HashingBusyError } from './authentication.errors.ts';
import { BoundedQueue } from './bounded-queue.ts';

/**
 * bcrypt on at most all processors but one: it does not block the event loop, it starves it
 * (PERFORMANCE.md «Node»). Throws HashingBusyError when too many wait, or too long.
 */
@Injectable()
export class PasswordHasher {
  private readonly queue: BoundedQueue;
  /** A hash that no password has, so that an unknown e-mail address costs the same work. */
  private readonly nobodysHash: string;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const maxRunning = Math.max(1, availableParallelism() - 1);
    this.queue = new BoundedQueue(
      {
        maxRunning,
        maxWaiting: config.maxWaitingHashes,
        patienceMs: config.hashPatienceMilliseconds,
        // Cost 12 takes a quarter of a second; each step more takes twice as long.
        jobMs: 250 * 2 ** (config.bcryptCost - 12),
      },
      (waitMs) => new HashingBusyError(Math.max(1, Math.ceil(waitMs / 1000))),
    );
    this.nobodysHash = `$2b$${String(config.bcryptCost)}$${'.'.repeat(53)}`;
  }

  hash(password: string): Promise<string> {
    return this.queue.run(() => bcrypt.hash(password, this.config.bcryptCost));
  }

  /** `hash` undefined: does the work all the same and says no. */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const equal = await this.queue.run(() => bcrypt.compare(password, hash ?? this.nobodysHash));
    return equal && hash !== undefined && isWholeForBcrypt(password);
  }
}

/** bcrypt reads 72 bytes and stops at NUL: what is longer must not match by its beginning alone. */
function isWholeForBcrypt(password: string): boolean {
  return Buffer.byteLength(password) <= limits.maxPasswordBytes && !password.includes('\0');
}
