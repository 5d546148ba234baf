import type { ChangeMediaBody, MediaItem } from '@media-feed/contract';
import { Body, Controller, Param } from '@nestjs/common';
import { Authenticated, OptionalUser } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { Serves } from '../http/serves.ts';
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

  @Serves('deleteMedia')
  @Authenticated()
  deleteItem(@CurrentUser() caller: Caller, @Param('mediaId') mediaId: string): Promise<void> {
    return this.media.deleteItem(mediaId, caller.id);
  }
}
