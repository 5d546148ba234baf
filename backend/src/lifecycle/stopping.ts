import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';

/**
 * The order of a stop, whatever the order of modules: readiness fails at once, everything else goes on for as long
 * as balancers need to turn away, then all that was started by itself ends, all at the same time. Nest calls the
 * first hook of all modules before the second of any.
 */
@Injectable()
export class Stopping implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly afterDrain: (() => void | Promise<void>)[] = [];
  private begunAt: number | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  get hasBegun(): boolean {
    return this.begunAt !== undefined;
  }

  /** Milliseconds since the stop began. */
  get lasts(): number {
    return this.begunAt === undefined ? 0 : performance.now() - this.begunAt;
  }

  /** Calls `end` once the drain is over, and waits for it before anything is closed. */
  onDrained(end: () => void | Promise<void>): void {
    this.afterDrain.push(end);
  }

  onModuleDestroy(): void {
    this.begunAt = performance.now();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await wait(this.config.drainSeconds * 1000);
    const ends = this.afterDrain.map(async (end) => end());
    await Promise.allSettled(ends);
    await Promise.all(ends);
  }
}
