import { createHash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { normalizeIp, ThrottlerStorage } from '@nestjs/throttler';
import type { ProblemCode } from '@media-feed/contract';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { DomainError } from './domain-error.ts';
import { problemKinds } from './problem.ts';

export interface RateLimitRule {
  /** Rules of one name count together, over all routes. */
  readonly name: string;
  /** Calls that one key may make within the window. */
  readonly limit: (limits: Config['rateLimits']) => number;
  /** Whom to count; `undefined` counts nobody. */
  readonly by: (request: FastifyRequest) => string | undefined;
}

const RATE_LIMITS = 'common:rate-limits';

/** Limits how often a route may be called; each rule counts by itself. */
export const RateLimit = (...rules: readonly RateLimitRule[]) => SetMetadata(RATE_LIMITS, rules);

/** The client's true address, as far as the trusted proxies know it; an IPv6 network of 64 bits is one. */
export const byAddress = (request: FastifyRequest): string => normalizeIp(request.ip);

/** The signed-in caller. */
export const byCaller = (request: FastifyRequest & { user?: { id: string } }): string | undefined =>
  request.user?.id;

export class TooManyRequestsError extends DomainError {
  readonly code: ProblemCode = 'too-many-requests';

  constructor(retryAfterSeconds: number) {
    super(problemKinds['too-many-requests'].detail, { retryAfterSeconds });
  }
}

/** Counts in the throttler's storage: in this process, until one that all instances share takes its place. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ThrottlerStorage) private readonly storage: ThrottlerStorage,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rules = this.reflector.get<readonly RateLimitRule[] | undefined>(RATE_LIMITS, context.getHandler());
    if (!rules || !this.config.rateLimits.enabled) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    for (const rule of rules) await this.count(rule, request);
    return true;
  }

  private async count(rule: RateLimitRule, request: FastifyRequest): Promise<void> {
    const whom = rule.by(request);
    if (whom === undefined) return;
    // Hashed, so that what is kept is no personal data.
    const key = createHash('sha256').update(`${rule.name}\0${whom}`).digest('base64url');
    const limits = this.config.rateLimits;
    const windowMs = limits.windowSeconds * 1000;
    const record = await this.storage.increment(key, windowMs, rule.limit(limits), 0, rule.name);
    if (record.isBlocked) throw new TooManyRequestsError(Math.max(1, record.timeToBlockExpire));
  }
}
