import type { ChangeMediaBody, MediaItem, Original } from '@media-feed/contract';
import { Body, Controller, Param } from '@nestjs/common';
import { Authenticated, OptionalUser } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { Serves } from '../http/serves.ts';
import { RateLimit } from '../rate-limiting/rate-limit.ts';
import { deletionsPerUser } from './deletions-per-user.ts';
import { MediaService } from './media.service.ts';

@Controller()
export class MediaController {
  constructor(private readonly media: MediaService) {}

  @Serves('getMedia')
  @OptionalUser()
  getItem(@CurrentUser() caller: Caller | undefined, @Param('mediaId') mediaId: string): Promise<MediaItem> {
    return this.media.getItem(mediaId, caller?.id);
  }

  @Serves('changeMedia')
  @Authenticated()
  changeItem(
    @CurrentUser() caller: Caller,
    @Param('mediaId') mediaId: string,
    @Body() body: ChangeMediaBody,
  ): Promise<MediaItem> {
    return this.media.changeItem(mediaId, caller.id, body);
  }

  @Serves('getOriginal')
  @Authenticated()
  getOriginal(@CurrentUser() caller: Caller, @Param('mediaId') mediaId: string): Promise<Original> {
    return this.media.getOriginal(mediaId, caller.id);
  }

  @Serves('deleteMedia')
  @Authenticated()
  @RateLimit(deletionsPerUser)
  deleteItem(@CurrentUser() caller: Caller, @Param('mediaId') mediaId: string): Promise<void> {
    return this.media.deleteItem(mediaId, caller.id);
  }
}
