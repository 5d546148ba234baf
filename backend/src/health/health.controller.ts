// eslint-disable-next-line no-restricted-imports -- Terminus throws it, and this is where it is caught.
import { Controller, HttpException } from '@nestjs/common';
import type { Health } from '@media-feed/contract';
import { HealthCheckService, type HealthCheckResult, HealthIndicatorService } from '@nestjs/terminus';
import { Serves } from '../http/serves.ts';
import { Stopping } from '../lifecycle/stopping.ts';
import { DatabaseHealth } from './database.health.ts';
import { NotReadyError, StoppingError } from './health.errors.ts';
import { QueueHealth } from './queue.health.ts';
import { StorageHealth } from './storage.health.ts';

/** A ping that takes longer counts as failed. */
const PING_TIMEOUT_MS = 2000;
/** Asking more often than this asks nothing new of the services behind. */
const PING_CACHE_MS = 1000;

@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: DatabaseHealth,
    private readonly queue: QueueHealth,
    private readonly storage: StorageHealth,
    private readonly stopping: Stopping,
  ) {}

  @Serves('getLiveness')
  getLiveness(): Health {
    return { status: 'ok' };
  }

  @Serves('getReadiness')
  async getReadiness(): Promise<Health> {
    if (this.stopping.hasBegun) throw new StoppingError();
    try {
      await this.health.check([
        () => this.ping('database', () => this.database.ping()),
        () => this.ping('queue', ({ signal }) => this.queue.ping(signal)),
        () => this.ping('storage', ({ signal }) => this.storage.ping(signal)),
      ]);
      return { status: 'ok' };
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      const result = error.getResponse() as HealthCheckResult;
      throw new NotReadyError(Object.keys(result.error ?? {}));
    }
  }

  private ping(name: string, ask: (options: { signal: AbortSignal }) => Promise<void>) {
    return this.indicators.check(name).attempt(ask).withTimeout(PING_TIMEOUT_MS).cacheFor(PING_CACHE_MS);
  }
}
