import type {
  CompletedUpload,
  CompleteUploadBody,
  MultipartUpload,
  RequestUploadBody,
  SignedParts,
  SignPartsBody,
  StoredParts,
} from '@media-feed/contract';
import { Body, Controller, Param } from '@nestjs/common';
import { Authenticated, ChecksStanding } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { Serves } from '../http/serves.ts';
import { MultipartService } from './multipart.service.ts';
import { presignPerAddress, presignPerUser } from './upload-rules.ts';

@Controller()
@Authenticated()
export class MultipartController {
  constructor(private readonly multipart: MultipartService) {}

  @Serves('startMultipart')
  @ChecksStanding()
  @RateLimit(presignPerAddress, presignPerUser)
  start(@CurrentUser() caller: Caller, @Body() body: RequestUploadBody): Promise<MultipartUpload> {
    return this.multipart.start(caller.id, body);
  }

  @Serves('signParts')
  signParts(
    @CurrentUser() caller: Caller,
    @Param('mediaId') mediaId: string,
    @Body() body: SignPartsBody,
  ): Promise<SignedParts> {
    return this.multipart.signParts(caller.id, mediaId, body);
  }

  @Serves('listParts')
  listParts(@CurrentUser() caller: Caller, @Param('mediaId') mediaId: string): Promise<StoredParts> {
    return this.multipart.listParts(caller.id, mediaId);
  }

  @Serves('completeMultipart')
  complete(
    @CurrentUser() caller: Caller,
    @Param('mediaId') mediaId: string,
    @Body() body: CompleteUploadBody,
  ): Promise<CompletedUpload> {
    return this.multipart.complete(caller.id, mediaId, body);
  }

  @Serves('abortMultipart')
  abort(@CurrentUser() caller: Caller, @Param('mediaId') mediaId: string): Promise<void> {
    return this.multipart.abort(caller.id, mediaId);
  }
}
