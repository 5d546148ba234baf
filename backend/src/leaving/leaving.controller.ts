import type { DeleteAccountBody, DeletedAccount, OwnProfile, RestoreAccountBody } from '@media-feed/contract';
import { Body, Controller } from '@nestjs/common';
import { Serves } from '../http/serves.ts';
import { Authenticated, LeavingMay } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { passwordGuessesPerUser } from '../identity/password-guesses.ts';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { LeavingService } from './leaving.service.ts';

@Controller()
@Authenticated()
@LeavingMay()
export class LeavingController {
  constructor(private readonly leaving: LeavingService) {}

  @Serves('deleteAccount')
  @RateLimit(passwordGuessesPerUser)
  deleteAccount(@CurrentUser() caller: Caller, @Body() body: DeleteAccountBody): Promise<DeletedAccount> {
    return this.leaving.leave(caller, body.password);
  }

  @Serves('restoreAccount')
  @RateLimit(passwordGuessesPerUser)
  restoreAccount(@CurrentUser() caller: Caller, @Body() body: RestoreAccountBody): Promise<OwnProfile> {
    return this.leaving.restore(caller, body.password);
  }
}
