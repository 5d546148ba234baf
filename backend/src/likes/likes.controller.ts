import type { LikeState } from '@media-feed/contract';
import { Controller, Param } from '@nestjs/common';
import { Authenticated, ChecksStanding } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { Serves } from '../http/serves.ts';
import { LikesService } from './likes.service.ts';

@Controller()
@Authenticated()
@ChecksStanding()
export class LikesController {
  constructor(private readonly likes: LikesService) {}

  @Serves('like')
  like(@CurrentUser() caller: Caller, @Param('mediaId') mediaId: string): Promise<LikeState> {
    return this.likes.setLiked(caller.id, mediaId, true);
  }

  @Serves('unlike')
  unlike(@CurrentUser() caller: Caller, @Param('mediaId') mediaId: string): Promise<LikeState> {
    return this.likes.setLiked(caller.id, mediaId, false);
  }
}
