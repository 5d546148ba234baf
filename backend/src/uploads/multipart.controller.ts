import {
  type CompletedUpload,
  type CompleteUploadBody,
  completedUploadSchema,
  completeUploadBodySchema,
  type MultipartUpload,
  multipartUploadSchema,
  type RequestUploadBody,
  requestUploadBodySchema,
  type SignedParts,
  signedPartsSchema,
  type SignPartsBody,
  signPartsBodySchema,
  type StoredParts,
  storedPartsSchema,
  uuid,
} from '@media-feed/contract';
import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { zodPipe } from '../http/zod.pipe.ts';
import { ApiContract } from '../http/api-contract.ts';
import { MultipartService } from './multipart.service.ts';
import { presignPerAddress, presignPerUser, requestProblems } from './upload-rules.ts';

@Controller('media/multipart')
@Authenticated()
export class MultipartController {
  constructor(private readonly multipart: MultipartService) {}

  @Post()
  @RateLimit(presignPerAddress, presignPerUser)
  @ApiContract({
    summary: 'Opens an upload in parts, for large files and ones that must survive interruptions',
    body: requestUploadBodySchema,
    response: multipartUploadSchema,
    status: 201,
    problems: requestProblems,
  })
  start(
    @CurrentUser() caller: Caller,
    @Body(zodPipe(requestUploadBodySchema)) body: RequestUploadBody,
  ): Promise<MultipartUpload> {
    return this.multipart.start(caller.id, body);
  }

  @Post(':mediaId/parts')
  @ApiContract({
    summary: 'Gives a URL for each of the parts named, for its exact size',
    body: signPartsBodySchema,
    response: signedPartsSchema,
    status: 200,
    problems: ['not-found', 'upload-conflict'],
  })
  signParts(
    @CurrentUser() caller: Caller,
    @Param('mediaId', zodPipe(uuid)) mediaId: string,
    @Body(zodPipe(signPartsBodySchema)) body: SignPartsBody,
  ): Promise<SignedParts> {
    return this.multipart.signParts(caller.id, mediaId, body);
  }

  @Get(':mediaId/parts')
  @ApiContract({
    summary: 'Lists the parts that storage already holds',
    response: storedPartsSchema,
    status: 200,
    problems: ['not-found', 'upload-conflict'],
  })
  listParts(
    @CurrentUser() caller: Caller,
    @Param('mediaId', zodPipe(uuid)) mediaId: string,
  ): Promise<StoredParts> {
    return this.multipart.listParts(caller.id, mediaId);
  }

  @Post(':mediaId/complete')
  @ApiContract({
    summary: 'Joins the parts; their sizes must add up to the size announced',
    body: completeUploadBodySchema,
    response: completedUploadSchema,
    status: 200,
    problems: ['not-found', 'upload-conflict'],
  })
  complete(
    @CurrentUser() caller: Caller,
    @Param('mediaId', zodPipe(uuid)) mediaId: string,
    @Body(zodPipe(completeUploadBodySchema)) body: CompleteUploadBody,
  ): Promise<CompletedUpload> {
    return this.multipart.complete(caller.id, mediaId, body);
  }

  @Delete(':mediaId')
  @ApiContract({
    summary: 'Takes back an upload that is not complete',
    status: 204,
    problems: ['not-found', 'upload-conflict'],
  })
  abort(@CurrentUser() caller: Caller, @Param('mediaId', zodPipe(uuid)) mediaId: string): Promise<void> {
    return this.multipart.abort(caller.id, mediaId);
  }
}
