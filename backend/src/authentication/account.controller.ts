import type { ChangePasswordBody, SignedInSessions } from '@media-feed/contract';
import { Body, Controller, Param } from '@nestjs/common';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { Serves } from '../http/serves.ts';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { passwordGuessesPerUser } from '../identity/password-guesses.ts';
import { PasswordsService } from './passwords.service.ts';
import { SessionsService } from './sessions.service.ts';

/** How the caller gets in: their password, and the devices that are signed in. */
@Controller()
@Authenticated()
export class AccountController {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
  ) {}

  @Serves('changePassword')
  @RateLimit(passwordGuessesPerUser)
  changePassword(@CurrentUser() caller: Caller, @Body() body: ChangePasswordBody): Promise<void> {
    return this.passwords.change(caller, body);
  }

  @Serves('listSessions')
  listSessions(@CurrentUser() caller: Caller): Promise<SignedInSessions> {
    return this.sessions.list(caller);
  }

  @Serves('revokeSession')
  revokeSession(@CurrentUser() caller: Caller, @Param('sessionId') sessionId: string): Promise<void> {
    return this.sessions.revoke(caller, sessionId);
  }
}
