import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { CHECKS_STANDING, LEAVING_MAY, TOKEN_NEEDED } from '../../identity/authenticated.ts';
import type { Caller } from '../../identity/current-user.ts';
import { barredError } from '../../identity/standing.ts';
import { UsersService } from '../../users/users.service.ts';

/**
 * Access tokens outlive a suspension by minutes, and the account of somebody who is leaving has sessions: what needs one
 * and changes anything is refused at once, by one look-up by primary key. Not where the route's own statement looks
 * (`@ChecksStanding()`).
 */
@Injectable()
export class StandingGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly users: UsersService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { user, method } = context.switchToHttp().getRequest<FastifyRequest & { user?: Caller }>();
    if (!user || method === 'GET' || method === 'HEAD') return true;
    const marked = (name: string) =>
      this.reflector.getAllAndOverride<boolean | undefined>(name, [context.getHandler(), context.getClass()]);
    if (!marked(TOKEN_NEEDED) || marked(CHECKS_STANDING)) return true;
    const why = await this.users.findBarred(user.id);
    if (why !== undefined && !(why === 'leaving' && marked(LEAVING_MAY))) throw barredError(why);
    return true;
  }
}
