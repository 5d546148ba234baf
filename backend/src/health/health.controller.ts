// eslint-disable-next-line no-restricted-imports -- Terminus throws it, and this is where it is caught.
import { Controller, Get, HttpException } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, HealthIndicatorService } from '@nestjs/terminus';
import * as z from 'zod';
import { ApiContract } from '../http/api-contract.ts';
import { Stopping } from '../lifecycle/stopping.ts';
import { DatabaseHealth } from './database.health.ts';
import { NotReadyError, StoppingError } from './health.errors.ts';
import { QueueHealth } from './queue.health.ts';
import { StorageHealth } from './storage.health.ts';

/** A ping that takes longer counts as failed. */
const PING_TIMEOUT_MS = 2000;
/** Asking more often than this asks nothing new of the services behind. */
const PING_CACHE_MS = 1000;

const healthSchema = z.strictObject({ status: z.literal('ok') });
type Health = z.infer<typeof healthSchema>;

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: DatabaseHealth,
    private readonly queue: QueueHealth,
    private readonly storage: StorageHealth,
    private readonly stopping: Stopping,
  ) {}

  @Get('live')
  @ApiContract({ summary: 'The process runs', status: 200, response: healthSchema })
  getLiveness(): Health {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiContract({
    summary: 'What the API needs can be reached; else 503 with what is down in `errors[].path`',
    status: 200,
    response: healthSchema,
  })
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
