import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { UnauthenticatedError } from '../../errors/errors.ts';
import { SessionEndedError } from '../authentication.errors.ts';
import { ACCESS_TOKEN } from '../access-token.strategy.ts';
import { EndedSessions } from '../ended-sessions.ts';
import { VerifiedTokens } from '../verified-tokens.ts';
import { TOKEN_NEEDED } from '../../identity/authenticated.ts';
import type { Caller } from '../../identity/current-user.ts';

/**
 * Stands before every route. Without an Authorization header the caller is anonymous, which `@Authenticated()`
 * routes refuse; with one it must hold a valid access token, also where none is needed, so that nobody who
 * believes to be signed in is answered as a stranger.
 */
@Injectable()
export class AccessTokenGuard extends AuthGuard(ACCESS_TOKEN) {
  private readonly verified = new VerifiedTokens();

  constructor(
    private readonly reflector: Reflector,
    private readonly ended: EndedSessions,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: Caller }>();
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const known = this.verified.find(authorization);
      if (known) request.user = known;
      else if (!(await super.canActivate(context))) return false;
      else if (request.user) this.verified.keep(authorization, request.user);
      if (request.user && this.ended.has(request.user.sessionId)) throw new SessionEndedError();
      return true;
    }
    const needed = this.reflector.getAllAndOverride<boolean | undefined>(TOKEN_NEEDED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (needed) throw new UnauthenticatedError('Sign in first.');
    return true;
  }

  /** What passport found: an error of ours, or no user where the token was not good enough. */
  override handleRequest<User>(error: unknown, user: User | false | null): User {
    if (error instanceof Error) throw error;
    if (!user) throw new UnauthenticatedError('The access token is not valid or has expired.');
    return user;
  }
}
