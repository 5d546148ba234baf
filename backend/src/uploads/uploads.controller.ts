import { type PresignedUpload, presignedUploadSchema, requestUploadBodySchema } from '@media-feed/contract';
import type { RequestUploadBody } from '@media-feed/contract';
import { Body, Controller, Post } from '@nestjs/common';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { zodPipe } from '../http/zod.pipe.ts';
import { ApiContract } from '../http/api-contract.ts';
import { presignPerAddress, presignPerUser, requestProblems } from './upload-rules.ts';
import { UploadsService } from './uploads.service.ts';

@Controller('media')
export class UploadsController {
  constructor(private readonly uploads: UploadsService) {}

  @Post('presigned-url')
  @Authenticated()
  @RateLimit(presignPerAddress, presignPerUser)
  @ApiContract({
    summary: 'Gives a URL for one PUT of exactly this file, straight to storage',
    body: requestUploadBodySchema,
    response: presignedUploadSchema,
    status: 201,
    problems: requestProblems,
  })
  requestUpload(
    @CurrentUser() caller: Caller,
    @Body(zodPipe(requestUploadBodySchema)) body: RequestUploadBody,
  ): Promise<PresignedUpload> {
    return this.uploads.requestUpload(caller.id, body);
  }
}
