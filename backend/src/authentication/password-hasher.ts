import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { limits, preparePassword } from '@media-feed/contract';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { currentRequest } from '../http/request-context.ts';
import { networkOf, siteOf } from '../rate-limiting/network.ts';
import { HashingBusyError } from './authentication.errors.ts';
import { BoundedQueue, type JobOwner } from './bounded-queue.ts';
import type { ToCompare, ToHash } from './hashing-thread.ts';

/** Built, the thread's program lies beside this one as JavaScript. */
const threadEntry = import.meta.url.endsWith('.ts') ? './hashing-thread.ts' : './hashing-thread.js';

/** By nice(2): where processors are scarce, a thread at 10 gets a tenth of what one at 0 gets. */
const lowerPriorityBy = 10;
const idleThreadEndsAfterMs = 60_000;

/**
 * bcrypt on at most all processors but one, by threads of lower priority: it does not block the event loop, it
 * starves it (docs/performance.md «Node»), and the database beside it. Throws HashingBusyError when too many wait, or too
 * long.
 */
@Injectable()
export class PasswordHasher implements OnModuleDestroy {
  private readonly queue: BoundedQueue;
  private readonly threads: Piscina;
  /** A hash that no password has, so that an unknown e-mail address costs the same work. */
  readonly nobodysHash: string;

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
    this.threads = new Piscina({
      filename: fileURLToPath(new URL(threadEntry, import.meta.url)),
      minThreads: 0,
      maxThreads: maxRunning,
      idleTimeout: idleThreadEndsAfterMs,
      niceIncrement: lowerPriorityBy,
    });
    this.nobodysHash = `$2b$${String(config.bcryptCost)}$${'.'.repeat(53)}`;
  }

  async onModuleDestroy(): Promise<void> {
    await this.threads.destroy();
  }

  /** `isKnown`: for somebody who is signed in, or signs in where they did before; they go first. */
  async hash(password: string, isKnown = false): Promise<string> {
    const task: ToHash = { password: preparePassword(password), cost: this.config.bcryptCost };
    return this.queue.run(
      () => this.threads.run(task, { name: 'hash' }) as Promise<string>,
      ownerOf(isKnown),
    );
  }

  /** `hash` undefined: does the work all the same and says no. */
  async matches(password: string, hash: string | undefined, isKnown = false): Promise<boolean> {
    const prepared = preparePassword(password);
    if (await this.compare(prepared, hash, isKnown)) return true;
    // Older hashes are of the password as it was typed.
    return prepared !== password && this.compare(password, hash, isKnown);
  }

  private async compare(password: string, hash: string | undefined, isKnown: boolean): Promise<boolean> {
    const task: ToCompare = { password, hash: hash ?? this.nobodysHash };
    const equal = await this.queue.run(
      () => this.threads.run(task, { name: 'compare' }) as Promise<boolean>,
      ownerOf(isKnown),
    );
    return equal && hash !== undefined && isWholeForBcrypt(password);
  }
}

/** Who asks, as far as the queue looks at it: of IPv6 the network of 48 bits. */
function ownerOf(isKnown: boolean): JobOwner {
  const address = currentRequest()?.address ?? '';
  return { network: siteOf(address) ?? networkOf(address), isKnown };
}

/** bcrypt reads 72 bytes and stops at NUL: what is longer must not match by its beginning alone. */
function isWholeForBcrypt(password: string): boolean {
  return Buffer.byteLength(password) <= limits.maxPasswordBytes && !password.includes('\0');
}
