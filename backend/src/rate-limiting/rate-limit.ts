import { hash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ThrottlerStorage } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { AuditService } from '../audit/audit.service.ts';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { TooManyRequestsError } from '../errors/errors.ts';
import { LocalRateLimitStore } from './local-rate-limit-store.ts';
import { networkOf, siteOf } from './network.ts';
import { SharedRateLimitStore } from './shared-rate-limit-store.ts';

/** Somebody, or some place, whose calls are counted. */
export interface Counted {
  readonly key: string;
  /** So many times the rule's limit it may have; once where it is not said. */
  readonly times?: number;
}

export interface RateLimitRule {
  /** Rules of one name count together, over all routes. */
  readonly name: string;
  /** Calls that one key may make within the window. */
  readonly limit: keyof Config['callLimits'];
  /** Whom to count, each by itself. */
  readonly by: (request: FastifyRequest, config: Config) => readonly Counted[];
  /** Counted by each process alone, without a look into the database. */
  readonly local?: boolean;
  /** A call that `forgive` is called for was not counted. Until then it is, so that many at once are no way round. */
  readonly failuresOnly?: boolean;
}

const RATE_LIMITS = 'common:rate-limits';

/** Limits how often a route may be called; each rule counts by itself. */
export const RateLimit = (...rules: readonly RateLimitRule[]) => SetMetadata(RATE_LIMITS, rules);

/** Networks of 64 bits in one of 48; ten of them busy are a lot for a household, and few for an office. */
const networksPerSite = 10;

/** The client's true address, as far as the trusted proxies know it; of IPv6 its network, and what is around that. */
export function byAddress({ ip }: FastifyRequest): readonly Counted[] {
  const site = siteOf(ip);
  const network = { key: networkOf(ip) };
  return site === undefined ? [network] : [network, { key: site, times: networksPerSite }];
}

/** The signed-in caller. */
export const byCaller = (request: FastifyRequest & { user?: { id: string } }): readonly Counted[] =>
  request.user ? [{ key: request.user.id }] : [];

/** Routes without rules of their own: a look is counted by where it comes from, a change by who makes it. */
export const readsPerAddress: RateLimitRule = {
  name: 'reads-per-address',
  limit: 'readLimitPerAddress',
  by: byAddress,
  local: true,
};
export const writesPerUser: RateLimitRule = {
  name: 'writes-per-user',
  limit: 'writeLimitPerUser',
  by: (request) => {
    const caller = byCaller(request);
    return caller.length > 0 ? caller : byAddress(request);
  },
  local: true,
};

/** Refuses calls above the limits: of the route's own rules, else of the one for reads or for writes. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly local = new LocalRateLimitStore();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ThrottlerStorage) private readonly shared: SharedRateLimitStore,
    private readonly reflector: Reflector,
    private readonly audit: AuditService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.config.rateLimits) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const own = this.reflector.get<readonly RateLimitRule[] | undefined>(RATE_LIMITS, context.getHandler());
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    for (const rule of own ?? [isRead ? readsPerAddress : writesPerUser]) {
      for (const counted of rule.by(request, this.config)) await this.count(rule, counted, request);
    }
    return true;
  }

  private async count(
    rule: RateLimitRule,
    { key: whom, times = 1 }: Counted,
    request: FastifyRequest,
  ): Promise<void> {
    const limit = this.config.callLimits[rule.limit] * times;
    const windowMs = this.config.rateLimitWindowSeconds * 1000;
    const name = `${rule.name}\0${whom}`;
    // Hashed, so that what is kept is no personal data.
    const key = rule.local ? name : sha256(name);
    const call = await (rule.local ? this.local : this.shared).increment(key, windowMs, limit);
    if (!call.isBlocked) {
      if (rule.failuresOnly) rememberFailure(request, () => this.shared.forgive(key));
      return;
    }
    // Once a window and process, or the refused would fill the table.
    if (call.totalHits === limit + 1) {
      const [caller] = byCaller(request);
      this.audit.record({ kind: 'rate-limited', userId: caller?.key, detail: rule.name });
    }
    throw new TooManyRequestsError(call.timeToBlockExpire);
  }
}

/** What takes back that a request was counted as a failure. */
const failures = new WeakMap<FastifyRequest, (() => Promise<void>)[]>();

function rememberFailure(request: FastifyRequest, takeBack: () => Promise<void>): void {
  failures.set(request, [...(failures.get(request) ?? []), takeBack]);
}

/** The request was no failure, by the rules that count those alone. */
export async function forgive(request: FastifyRequest): Promise<void> {
  await Promise.all((failures.get(request) ?? []).map((takeBack) => takeBack()));
}

const sha256 = (text: string) => hash('sha256', text, 'base64url');
