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
  private begun = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  get hasBegun(): boolean {
    return this.begun;
  }

  onModuleDestroy(): void {
    this.begun = true;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await wait(this.config.drainSeconds * 1000);
  }
}
