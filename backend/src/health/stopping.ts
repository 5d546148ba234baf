import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';

/**
 * The beginning of the end: readiness fails at once, everything else goes on for as long as balancers need to
 * turn away. Nest calls the first hook of all modules before the second of any.
 */
@Injectable()
export class Stopping implements OnModuleDestroy, BeforeApplicationShutdown {
  private begunAt: number | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  get hasBegun(): boolean {
    return this.begunAt !== undefined;
  }

  /** Milliseconds since the beginning of the end. */
  get lasts(): number {
    return this.begunAt === undefined ? 0 : performance.now() - this.begunAt;
  }

  onModuleDestroy(): void {
    this.begunAt = performance.now();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await wait(this.config.drainSeconds * 1000);
  }
}
