import type { ChangeEmailBody, ConfirmEmailBody } from '@media-feed/contract';
import { Body, Controller } from '@nestjs/common';
import { Serves } from '../http/serves.ts';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { passwordGuessesPerUser } from '../identity/password-guesses.ts';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { EmailAddressesService } from './email-addresses.service.ts';
import { changePerNewAddress, resetCompletionPerAddress, verificationPerUser } from './rate-limits.ts';

@Controller()
export class EmailAddressesController {
  constructor(private readonly addresses: EmailAddressesService) {}

  @Serves('confirmEmail')
  @RateLimit(resetCompletionPerAddress)
  confirm(@Body() body: ConfirmEmailBody): Promise<void> {
    return this.addresses.confirm(body.token);
  }

  @Serves('resendEmailVerification')
  @Authenticated()
  @RateLimit(verificationPerUser)
  resend(@CurrentUser() caller: Caller): Promise<void> {
    return this.addresses.resend(caller);
  }

  @Serves('changeEmail')
  @Authenticated()
  @RateLimit(passwordGuessesPerUser, changePerNewAddress)
  requestChange(@CurrentUser() caller: Caller, @Body() body: ChangeEmailBody): Promise<void> {
    return this.addresses.requestChange(caller, body);
  }
}
