import { Body, Controller, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import {
  type Session,
  sessionSchema,
  type SignInBody,
  signInBodySchema,
  type SignUpBody,
  signUpBodySchema,
} from '@media-feed/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { zodPipe } from '../http/zod.pipe.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { ApiContract } from '../http/api-contract.ts';
import { AuthenticationService, type StartedSession } from './authentication.service.ts';
import { OwnOriginGuard } from './guards/own-origin.guard.ts';
import { signInPerAccount, signInPerAddress, signUpPerAccount, signUpPerAddress } from './rate-limits.ts';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.ts';

@Controller('authentication')
export class AuthenticationController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly authentication: AuthenticationService,
  ) {}

  @Post('sign-up')
  @RateLimit(signUpPerAddress, signUpPerAccount)
  @ApiContract({
    summary: 'Make an account and sign in',
    body: signUpBodySchema,
    status: 201,
    response: sessionSchema,
    problems: ['email-taken', 'too-many-requests'],
  })
  async signUp(
    @Body(zodPipe(signUpBodySchema)) body: SignUpBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return this.answer(await this.authentication.signUp(body.email, body.password), request, reply);
  }

  @Post('sign-in')
  @RateLimit(signInPerAddress, signInPerAccount)
  @ApiContract({
    summary: 'Sign in',
    body: signInBodySchema,
    status: 200,
    response: sessionSchema,
    problems: ['invalid-credentials', 'too-many-requests'],
  })
  async signIn(
    @Body(zodPipe(signInBodySchema)) body: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return this.answer(await this.authentication.signIn(body.email, body.password), request, reply);
  }

  @Post('refresh')
  @UseGuards(OwnOriginGuard)
  @ApiContract({
    summary: 'A new access token for the refresh cookie, which is exchanged for a new one',
    status: 200,
    response: sessionSchema,
    problems: ['forbidden'],
  })
  async refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return this.answer(await this.authentication.refresh(readRefreshCookie(request)), request, reply);
  }

  @Post('sign-out')
  @UseGuards(OwnOriginGuard)
  @ApiContract({ summary: 'End the session of the refresh cookie', status: 204, problems: ['forbidden'] })
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
