import type { PresignedUpload } from '@media-feed/contract';
import type { RequestUploadBody } from '@media-feed/contract';
import { Body, Controller } from '@nestjs/common';
import { Authenticated, ChecksStanding } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { Serves } from '../http/serves.ts';
import { presignPerAddress, presignPerUser } from './upload-rules.ts';
import { UploadsService } from './uploads.service.ts';

@Controller()
export class UploadsController {
  constructor(private readonly uploads: UploadsService) {}

  @Serves('requestUpload')
  @Authenticated()
  @ChecksStanding()
  @RateLimit(presignPerAddress, presignPerUser)
  requestUpload(@CurrentUser() caller: Caller, @Body() body: RequestUploadBody): Promise<PresignedUpload> {
    return this.uploads.requestUpload(caller.id, body);
  }
}
