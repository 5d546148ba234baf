import type { CompletePasswordResetBody, RequestPasswordResetBody } from '@media-feed/contract';
import { Body, Controller } from '@nestjs/common';
import { Serves } from '../http/serves.ts';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { PasswordResetService } from './password-reset.service.ts';
import { resetCompletionPerAddress, resetPerAccount, resetPerAddress } from './rate-limits.ts';

@Controller()
export class PasswordResetController {
  constructor(private readonly resets: PasswordResetService) {}

  @Serves('requestPasswordReset')
  @RateLimit(resetPerAddress, resetPerAccount)
  request(@Body() body: RequestPasswordResetBody): Promise<void> {
    return this.resets.request(body.email);
  }

  @Serves('completePasswordReset')
  @RateLimit(resetCompletionPerAddress)
  complete(@Body() body: CompletePasswordResetBody): Promise<void> {
    return this.resets.complete(body.token, body.password);
  }
}
