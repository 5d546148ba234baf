import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { UnauthenticatedError } from '../../common/errors.ts';
import { ACCESS_TOKEN } from '../access-token.strategy.ts';
import { TOKEN_NEEDED } from './authenticated.ts';

/**
 * Stands before every route. Without an Authorization header the caller is anonymous, which `@Authenticated()`
 * routes refuse; with one it must hold a valid access token, also where none is needed, so that nobody who
 * believes to be signed in is answered as a stranger.
 */
@Injectable()
export class AccessTokenGuard extends AuthGuard(ACCESS_TOKEN) {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const { authorization } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    if (authorization !== undefined) return (await super.canActivate(context)) as boolean;
    const needed = this.reflector.getAllAndOverride<boolean | undefined>(TOKEN_NEEDED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (needed) throw new UnauthenticatedError('Sign in first.');
    return true;
  }

  /** passport's verdict: an error of ours, or no user where the token was not good enough. */
  override handleRequest<User>(error: unknown, user: User | false | null): User {
    if (error instanceof Error) throw error;
    if (!user) throw new UnauthenticatedError('The access token is not valid or has expired.');
    return user;
  }
}
