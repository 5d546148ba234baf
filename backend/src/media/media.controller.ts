import {
  type ChangeMediaBody,
  changeMediaBodySchema,
  type MediaItem,
  mediaItemSchema,
  uuid,
} from '@media-feed/contract';
import { Body, Controller, Delete, Get, Param, Patch } from '@nestjs/common';
import { Authenticated, OptionalUser } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { zodPipe } from '../http/zod.pipe.ts';
import { ApiContract } from '../http/api-contract.ts';
import { MediaService } from './media.service.ts';

@Controller('media/:mediaId')
export class MediaController {
  constructor(private readonly media: MediaService) {}

  @Get()
  @OptionalUser()
  @ApiContract({
    summary: 'One item: READY ones for everybody, any status for its owner',
    response: mediaItemSchema,
    status: 200,
    problems: ['not-found'],
  })
  getItem(
    @CurrentUser() caller: Caller | undefined,
    @Param('mediaId', zodPipe(uuid)) mediaId: string,
  ): Promise<MediaItem> {
    return this.media.getItem(mediaId, caller?.id);
  }

  @Patch()
  @Authenticated()
  @ApiContract({
    summary: "Changes an item's alternative text",
    body: changeMediaBodySchema,
    response: mediaItemSchema,
    status: 200,
    problems: ['forbidden', 'not-found'],
  })
  changeItem(
    @CurrentUser() caller: Caller,
    @Param('mediaId', zodPipe(uuid)) mediaId: string,
    @Body(zodPipe(changeMediaBodySchema)) body: ChangeMediaBody,
  ): Promise<MediaItem> {
    return this.media.changeItem(mediaId, caller.id, body);
  }

  @Delete()
  @Authenticated()
  @ApiContract({
    summary: 'Deletes an item, whatever its status, and everything published of it',
    status: 204,
    problems: ['forbidden', 'not-found'],
  })
  deleteItem(@CurrentUser() caller: Caller, @Param('mediaId', zodPipe(uuid)) mediaId: string): Promise<void> {
    return this.media.deleteItem(mediaId, caller.id);
  }
}
