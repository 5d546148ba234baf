import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { Database } from '../database/database.ts';
import { type CountedCall, describeCall, LocalCounters } from './local-counters.ts';

/** How long this process counts by itself after the database did not count in time. */
const pauseMs = 5_000;
const maxBlockedKeys = 10_000;

/**
 * Calls by key, counted once for all instances in PostgreSQL. When the database is away or slow no request
 * fails or waits for it: each process counts by itself for a while, so that the limits hold for each instance
 * (neither open nor closed). A key that is over its limit is refused from memory until its window ends: what
 * attackers send most often costs no query.
 */
@Injectable()
export class SharedCounters implements ThrottlerStorage, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(SharedCounters.name);
  private readonly alone = new LocalCounters();
  /** When each refused key's window ends, by this process's monotonic clock. */
  private readonly blocked = new Map<string, number>();
  private aloneUntilMs = 0;
  private sweep: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role === 'consumer' || !this.config.rateLimits.enabled) return;
    this.sweep = setInterval(() => void this.forgetEnded(), this.config.rateLimits.windowSeconds * 1000);
    this.sweep.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.sweep);
  }

  /** `key` is a SHA-256 in base64url. Never throws. */
  async increment(key: string, windowMs: number, limit: number): Promise<CountedCall> {
    const now = performance.now();
    const blockedUntil = this.blocked.get(key);
    if (blockedUntil !== undefined) {
      if (blockedUntil > now) return describeCall(limit + 2, limit, (blockedUntil - now) / 1000);
      this.blocked.delete(key);
    }
    const call =
      (await this.count(key, windowMs, limit)) ?? (await this.alone.increment(key, windowMs, limit));
    if (call.isBlocked && this.blocked.size < maxBlockedKeys) {
      this.blocked.set(key, now + call.timeToBlockExpire * 1000);
    }
    return call;
  }

  private async count(key: string, windowMs: number, limit: number): Promise<CountedCall | undefined> {
    if (performance.now() < this.aloneUntilMs) return undefined;
    try {
      const hash = Buffer.from(key, 'base64url');
      const query = this.database.query<{ calls: number; seconds_left: number }>(countCall, [hash, windowMs]);
      const [row] = await inTime(query, this.config.rateLimits.patienceMilliseconds);
      return row && describeCall(row.calls, limit, row.seconds_left);
    } catch (error) {
      this.aloneUntilMs = performance.now() + pauseMs;
      this.logger.warn({ err: error }, 'Calls are counted by each process alone for a while');
      return undefined;
    }
  }

  /** Forgets windows that have ended, here and in the table. */
  async forgetEnded(): Promise<void> {
    const now = performance.now();
    for (const [key, until] of this.blocked) if (until <= now) this.blocked.delete(key);
    await this.database.query(deleteEnded).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'Counters that have ended stay until the next sweep');
    });
  }
}

async function inTime<Result>(query: Promise<Result>, patienceMs: number): Promise<Result> {
  const patience = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    patience.reject(new Error(`The database did not count a call within ${String(patienceMs)} ms`));
  }, patienceMs);
  try {
    return await Promise.race([query, patience.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** One statement, so that instances that count at the same moment lose no call. */
const countCall = {
  name: 'rate-limits-count',
  text: `
    INSERT INTO rate_limits AS counter (key, calls, ends_at)
    VALUES ($1, 1, clock_timestamp() + make_interval(secs => $2 / 1000.0))
    ON CONFLICT (key) DO UPDATE SET
      calls = CASE WHEN counter.ends_at <= clock_timestamp() THEN 1 ELSE counter.calls + 1 END,
      ends_at = CASE WHEN counter.ends_at <= clock_timestamp() THEN excluded.ends_at ELSE counter.ends_at END
    RETURNING calls, extract(epoch FROM ends_at - clock_timestamp())::float8 AS seconds_left`,
};

const deleteEnded = {
  name: 'rate-limits-delete-ended',
  text: 'DELETE FROM rate_limits WHERE ends_at <= clock_timestamp()',
};
