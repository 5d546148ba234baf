import {
  type ChangePasswordBody,
  changePasswordBodySchema,
  type SignedInSessions,
  signedInSessionsSchema,
  uuid,
} from '@media-feed/contract';
import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { zodPipe } from '../http/zod.pipe.ts';
import { ApiContract } from '../http/api-contract.ts';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { PasswordsService } from './passwords.service.ts';
import { passwordChangePerUser } from './rate-limits.ts';
import { SessionsService } from './sessions.service.ts';

/** How the caller gets in: their password, and the devices that are signed in. */
@Controller('users/me')
@Authenticated()
export class AccountController {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
  ) {}

  @Post('password')
  @RateLimit(passwordChangePerUser)
  @ApiContract({
    summary: 'Change my password; every other session ends',
    body: changePasswordBodySchema,
    status: 204,
    problems: ['too-many-requests'],
  })
  changePassword(
    @CurrentUser() caller: Caller,
    @Body(zodPipe(changePasswordBodySchema)) body: ChangePasswordBody,
  ): Promise<void> {
    return this.passwords.change(caller, body);
  }

  @Get('sessions')
  @ApiContract({ summary: 'Where I am signed in', status: 200, response: signedInSessionsSchema })
  listSessions(@CurrentUser() caller: Caller): Promise<SignedInSessions> {
    return this.sessions.list(caller);
  }

  @Delete('sessions/:sessionId')
  @ApiContract({ summary: 'End one of my sessions', status: 204, problems: ['not-found'] })
  revokeSession(
    @CurrentUser() caller: Caller,
    @Param('sessionId', zodPipe(uuid)) sessionId: string,
  ): Promise<void> {
    return this.sessions.revoke(caller, sessionId);
  }
}
