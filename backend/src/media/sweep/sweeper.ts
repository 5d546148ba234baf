import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Client } from 'pg';
import { CONFIG } from '../../config/config.module.ts';
import type { Config } from '../../config/config.ts';
import { clientOptions } from '../../database/data-source.ts';
import { advisoryLock } from '../advisory-locks.ts';
import { DeletionService } from '../deletion.service.ts';
import { MediaEventsRepository } from '../events/media-events.repository.ts';
import { ExpiryService } from './expiry.service.ts';

const removalsPerSweep = 100;

/** Every minute, in one of many instances: ends what never arrived, removes what is noted for removal. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly expiry: ExpiryService,
    private readonly deletion: DeletionService,
    private readonly events: MediaEventsRepository,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.sweepLater();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** False when another instance is at it. Throws when the database or storage is away. */
  async sweep(): Promise<boolean> {
    return this.underLock(async () => {
      const { expired, arrived } = await this.expiry.expireOverdue();
      if (arrived.length > 0) {
        this.logger.warn(
          { mediaIds: arrived.map(({ id }) => id) },
          'Uploads have arrived and got no verdict',
        );
      }
      const removed = await this.deletion.removeNoted(removalsPerSweep);
      await this.events.prune();
      if (expired + removed > 0) this.logger.log({ expired, removed }, 'Swept');
    });
  }

  private sweepLater(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.sweep()
        .then(() => undefined)
        .catch((error: unknown) => {
          this.logger.warn({ err: error }, 'The sweep goes on the next time');
        })
        .finally(() => {
          this.sweepLater();
        });
    }, this.config.sweepIntervalSeconds * 1000);
  }

  /** On a connection of its own, since the lock is the session's and a sweep may take its time. */
  private async underLock(work: () => Promise<void>): Promise<boolean> {
    const client = new Client(clientOptions(this.config));
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query<{ locked: boolean }>(
        'SELECT pg_try_advisory_lock($1, 0) AS locked',
        [advisoryLock.sweep],
      );
      if (!rows[0]?.locked) return false;
      await work();
      return true;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
