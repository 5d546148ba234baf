import type { AppealBody, MediaItem } from '@media-feed/contract';
import { Body, Controller, Param } from '@nestjs/common';
import { Serves } from '../http/serves.ts';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { AppealsService } from './appeals.service.ts';
import { reportsPerUser } from './reports-per-user.ts';

@Controller()
@Authenticated()
export class AppealsController {
  constructor(private readonly appeals: AppealsService) {}

  @Serves('appeal')
  @RateLimit(reportsPerUser)
  appeal(
    @CurrentUser() caller: Caller,
    @Param('mediaId') mediaId: string,
    @Body() body: AppealBody,
  ): Promise<MediaItem> {
    return this.appeals.appeal(mediaId, caller.id, body);
  }
}
