import { Body, Controller, Inject, Req, Res, UseGuards } from '@nestjs/common';
import type { Session, SignInBody, SignInOptions, SignUpBody } from '@media-feed/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { forgive, RateLimit } from '../rate-limiting/rate-limit.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { emailKeyOf } from '../identity/email-key.ts';
import { Serves } from '../http/serves.ts';
import { AuthenticationService, type StartedSession } from './authentication.service.ts';
import { HashingBusyError } from './authentication.errors.ts';
import { findDevice, setDeviceCookie } from './device-cookie.ts';
import { OwnOriginGuard } from './guards/own-origin.guard.ts';
import {
  signInFailuresPerAccount,
  signInFailuresPerAccountAndNetwork,
  signInFailuresPerDevice,
  signInPerAddress,
  signUpPerAccount,
  signUpPerAddress,
} from './rate-limits.ts';
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
    const started = await this.authentication.signUp(body);
    return this.replaceSession(body.email, started, request, reply);
  }

  @Serves('getSignInOptions')
  getOptions(): SignInOptions {
    return { providers: [], passwords: true, signUp: this.config.signUp };
  }

  @Serves('signIn')
  @RateLimit(
    signInPerAddress,
    signInFailuresPerDevice,
    signInFailuresPerAccountAndNetwork,
    signInFailuresPerAccount,
  )
  async signIn(
    @Body() body: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    try {
      const isKnown = findDevice(request, emailKeyOf(body.email), this.config) !== undefined;
      const started = await this.authentication.signIn(body.email, body.password, isKnown);
      await forgive(request);
      return await this.replaceSession(body.email, started, request, reply);
    } catch (error) {
      // Nothing was guessed where no password was compared.
      if (error instanceof HashingBusyError) await forgive(request);
      throw error;
    }
  }

  @Serves('refresh')
  @UseGuards(OwnOriginGuard)
  async refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return this.answer(
      await this.authentication.refresh(readRefreshCookie(request, this.config)),
      request,
      reply,
    );
  }

  @Serves('signOut')
  @UseGuards(OwnOriginGuard)
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.authentication.signOut(readRefreshCookie(request, this.config));
    clearRefreshCookie(request, reply, this.config);
  }

  /** The session whose cookie this answer overwrites ends: nobody could sign it out any more. */
  private async replaceSession(
    email: string,
    started: StartedSession,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Session> {
    await this.authentication.signOut(readRefreshCookie(request, this.config));
    const session = this.answer(started, request, reply);
    setDeviceCookie(request, reply, emailKeyOf(email), this.config);
    return session;
  }

  private answer(started: StartedSession, request: FastifyRequest, reply: FastifyReply): Session {
    setRefreshCookie(request, reply, started.refreshToken, this.config);
    return started.session;
  }
}
