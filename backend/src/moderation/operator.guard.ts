import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ForbiddenError } from '../errors/errors.ts';
import type { Caller } from '../identity/current-user.ts';
import { UsersService } from '../users/users.service.ts';

/** Lets operators through, by what the database says at this moment: no token outlives the role. */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(private readonly users: UsersService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { user } = context.switchToHttp().getRequest<FastifyRequest & { user?: Caller }>();
    if (user && (await this.users.isOperator(user.id))) return true;
    throw new ForbiddenError('Only operators are allowed to do this.');
  }
}
