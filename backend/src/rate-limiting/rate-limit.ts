import { createHash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { normalizeIp, ThrottlerStorage } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { AuditService } from '../audit/audit.service.ts';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { TooManyRequestsError } from '../errors/errors.ts';
import { LocalRateLimitStore } from './local-rate-limit-store.ts';

export interface RateLimitRule {
  /** Rules of one name count together, over all routes. */
  readonly name: string;
  /** Calls that one key may make within the window. */
  readonly limit: keyof Config['callLimits'];
  /** Whom to count; `undefined` counts nobody. */
  readonly by: (request: FastifyRequest) => string | undefined;
  /** Counted by each process alone, without a look into the database. */
  readonly local?: boolean;
}

const RATE_LIMITS = 'common:rate-limits';

/** Limits how often a route may be called; each rule counts by itself. */
export const RateLimit = (...rules: readonly RateLimitRule[]) => SetMetadata(RATE_LIMITS, rules);

/** The client's true address, as far as the trusted proxies know it; an IPv6 network of 64 bits is one. */
export const byAddress = (request: FastifyRequest): string => normalizeIp(request.ip);

/** The signed-in caller. */
export const byCaller = (request: FastifyRequest & { user?: { id: string } }): string | undefined =>
  request.user?.id;

/** Routes without rules of their own: a look is counted by where it comes from, a change by who makes it. */
const readsPerAddress: RateLimitRule = {
  name: 'reads-per-address',
  limit: 'readLimitPerAddress',
  by: byAddress,
  local: true,
};
const writesPerUser: RateLimitRule = {
  name: 'writes-per-user',
  limit: 'writeLimitPerUser',
  by: (request) => byCaller(request) ?? byAddress(request),
  local: true,
};

/** Refuses calls above the limits: of the route's own rules, else of the one for reads or for writes. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly local = new LocalRateLimitStore();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ThrottlerStorage) private readonly shared: ThrottlerStorage,
    private readonly reflector: Reflector,
    private readonly audit: AuditService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.config.rateLimits) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const own = this.reflector.get<readonly RateLimitRule[] | undefined>(RATE_LIMITS, context.getHandler());
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    for (const rule of own ?? [isRead ? readsPerAddress : writesPerUser]) await this.count(rule, request);
    return true;
  }

  private async count(rule: RateLimitRule, request: FastifyRequest): Promise<void> {
    const whom = rule.by(request);
    if (whom === undefined) return;
    const limit = this.config.callLimits[rule.limit];
    const windowMs = this.config.rateLimitWindowSeconds * 1000;
    const name = `${rule.name}\0${whom}`;
    const call = rule.local
      ? await this.local.increment(name, windowMs, limit)
      : // Hashed, so that what is kept is no personal data.
        await this.shared.increment(sha256(name), windowMs, limit, 0, rule.name);
    if (!call.isBlocked) return;
    // Once a window and process, or the refused would fill the table.
    if (call.totalHits === limit + 1) {
      this.audit.record({ kind: 'rate-limited', userId: byCaller(request), detail: rule.name });
    }
    throw new TooManyRequestsError(call.timeToBlockExpire);
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
