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
import { Batcher } from '../batching/batcher.ts';
import { type CountedCall, describeCall, LocalRateLimitStore } from './local-rate-limit-store.ts';

/** How long this process counts by itself after the database did not count in time. */
const pauseMs = 5_000;
const maxBlockedKeys = 10_000;

interface Call {
  /** SHA-256 in base64url. */
  readonly key: string;
  readonly windowMs: number;
}

/** How many calls of the key there were in its window, the one in question included. */
interface Count {
  readonly calls: number;
  readonly secondsLeft: number;
}

/**
 * Calls by key, counted once for all instances in PostgreSQL. When the database is unavailable or slow no request
 * fails or waits for it: each process counts by itself for a while, so that the limits hold for each instance
 * (neither open nor closed). A key that is over its limit is refused from memory until its window ends: what
 * attackers send most often costs no query.
 */
@Injectable()
export class SharedRateLimitStore implements ThrottlerStorage, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(SharedRateLimitStore.name);
  private readonly alone = new LocalRateLimitStore();
  /** When each refused key's window ends, by this process's monotonic clock. */
  private readonly blocked = new Map<string, number>();
  /** Many calls in one statement: what everybody counts on, such as one address, is one row under one lock. */
  private readonly calls = new Batcher<Call, Count>((calls) => this.countTogether(calls));
  private aloneUntilMs = 0;
  private sweep: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role === 'consumer' || !this.config.rateLimits) return;
    this.sweep = setInterval(() => void this.forgetEnded(), this.config.rateLimitWindowSeconds * 1000);
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

  /** Takes one call back, which turned out to be none that counts. Never throws. */
  async forgive(key: string): Promise<void> {
    this.alone.forgive(key);
    if (performance.now() < this.aloneUntilMs) return;
    await this.database.query(forgiveCall, [Buffer.from(key, 'base64url')]).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'A call that does not count was counted');
    });
  }

  private async count(key: string, windowMs: number, limit: number): Promise<CountedCall | undefined> {
    if (performance.now() < this.aloneUntilMs) return undefined;
    try {
      const counted = this.calls.add({ key, windowMs });
      const { calls, secondsLeft } = await inTime(counted, this.config.rateLimitPatienceMilliseconds);
      return describeCall(calls, limit, secondsLeft);
    } catch (error) {
      this.aloneUntilMs = performance.now() + pauseMs;
      this.logger.warn({ err: error }, 'Shared rate-limit store unavailable, counting per process');
      return undefined;
    }
  }

  private async countTogether(calls: readonly Call[]): Promise<Count[]> {
    const groups = Map.groupBy(calls, ({ key }) => key);
    const rows = await this.database.query<{ key: Buffer; calls: number; seconds_left: number }>(countCalls, [
      [...groups.keys()].map((key) => Buffer.from(key, 'base64url')),
      [...groups.values()].map(({ length }) => length),
      [...groups.values()].map(([call]) => call?.windowMs),
    ]);
    // From the count before this batch on, each call is one more.
    const counters = new Map(
      rows.map(({ key, calls: after, seconds_left: secondsLeft }) => {
        const name = key.toString('base64url');
        return [name, { calls: after - (groups.get(name)?.length ?? 0), secondsLeft }];
      }),
    );
    return calls.map(({ key }) => {
      const counter = counters.get(key);
      if (!counter) throw new Error('A call was not counted');
      counter.calls += 1;
      return { calls: counter.calls, secondsLeft: counter.secondsLeft };
    });
  }

  /** Forgets windows that have ended, here and in the table. */
  async forgetEnded(): Promise<void> {
    const now = performance.now();
    for (const [key, until] of this.blocked) if (until <= now) this.blocked.delete(key);
    await this.database.query(deleteEnded).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'Expired rate limits not deleted, will be retried');
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

/** One statement, so that instances that count at the same moment lose no call; in order, so that none deadlocks. */
const countCalls = {
  name: 'rate-limits-count',
  text: `
    INSERT INTO rate_limits AS counter (key, calls, ends_at)
    SELECT key, calls, clock_timestamp() + make_interval(secs => window_ms / 1000.0)
    FROM unnest($1::bytea[], $2::integer[], $3::integer[]) AS call (key, calls, window_ms)
    ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
      calls = CASE WHEN counter.ends_at <= clock_timestamp() THEN excluded.calls
                   ELSE counter.calls + excluded.calls END,
      ends_at = CASE WHEN counter.ends_at <= clock_timestamp() THEN excluded.ends_at ELSE counter.ends_at END
    RETURNING key, calls, extract(epoch FROM ends_at - clock_timestamp())::float8 AS seconds_left`,
};

const forgiveCall = {
  name: 'rate-limits-forgive',
  text: 'UPDATE rate_limits SET calls = calls - 1 WHERE key = $1 AND calls > 0 AND ends_at > clock_timestamp()',
};

const deleteEnded = {
  name: 'rate-limits-delete-ended',
  text: 'DELETE FROM rate_limits WHERE ends_at <= clock_timestamp()',
};
