import { Body, Controller, Inject, Req, Res, UseGuards } from '@nestjs/common';
import type { Session, SignInBody, SignUpBody } from '@media-feed/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Serves } from '../http/serves.ts';
import { AuthenticationService, type StartedSession } from './authentication.service.ts';
import { OwnOriginGuard } from './guards/own-origin.guard.ts';
import { signInPerAccount, signInPerAddress, signUpPerAccount, signUpPerAddress } from './rate-limits.ts';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.ts';

@Controller()
export class AuthenticationController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly authentication: AuthenticationService,
  ) {}

  @Serves('signUp')
  @RateLimit(signUpPerAddress, signUpPerAccount)
  async signUp(
    @Body() body: SignUpBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return this.answer(await this.authentication.signUp(body.email, body.password), request, reply);
  }

  @Serves('signIn')
  @RateLimit(signInPerAddress, signInPerAccount)
  async signIn(
    @Body() body: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return this.answer(await this.authentication.signIn(body.email, body.password), request, reply);
  }

  @Serves('refresh')
  @UseGuards(OwnOriginGuard)
  async refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return this.answer(await this.authentication.refresh(readRefreshCookie(request)), request, reply);
  }

  @Serves('signOut')
  @UseGuards(OwnOriginGuard)
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.authentication.signOut(readRefreshCookie(request));
    clearRefreshCookie(request, reply, this.config);
  }

  private answer(started: StartedSession, request: FastifyRequest, reply: FastifyReply): Session {
    setRefreshCookie(request, reply, started.refreshToken, this.config);
    void reply.header('cache-control', 'no-store');
    return started.session;
  }
}
