import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { AccountSuspendedError } from '../../errors/errors.ts';
import { CHECKS_SUSPENSION, TOKEN_NEEDED } from '../../identity/authenticated.ts';
import type { Caller } from '../../identity/current-user.ts';
import { UsersService } from '../../users/users.service.ts';

/**
 * Access tokens outlive a suspension by minutes: what needs one and changes anything is refused at once, by one look-up
 * by primary key. Not where the route's own statement looks (`@ChecksSuspension()`).
 */
@Injectable()
export class SuspensionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly users: UsersService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { user, method } = context.switchToHttp().getRequest<FastifyRequest & { user?: Caller }>();
    if (!user || method === 'GET' || method === 'HEAD') return true;
    const marked = (name: string) =>
      this.reflector.getAllAndOverride<boolean | undefined>(name, [context.getHandler(), context.getClass()]);
    if (!marked(TOKEN_NEEDED) || marked(CHECKS_SUSPENSION)) return true;
    if (await this.users.isSuspended(user.id)) throw new AccountSuspendedError();
    return true;
  }
}
