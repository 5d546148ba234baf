import { type LikeState, likeStateSchema, uuid } from '@media-feed/contract';
import { Controller, Delete, Param, Post } from '@nestjs/common';
import { Authenticated } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { zodPipe } from '../http/zod.pipe.ts';
import { ApiContract } from '../http/api-contract.ts';
import { LikesService } from './likes.service.ts';

@Controller('media/:mediaId/likes')
@Authenticated()
export class LikesController {
  constructor(private readonly likes: LikesService) {}

  @Post()
  @ApiContract({
    summary: 'Likes an item; saying it twice is harmless',
    response: likeStateSchema,
    status: 200,
    problems: ['not-found'],
  })
  like(@CurrentUser() caller: Caller, @Param('mediaId', zodPipe(uuid)) mediaId: string): Promise<LikeState> {
    return this.likes.setLiked(caller.id, mediaId, true);
  }

  @Delete()
  @ApiContract({
    summary: 'Takes a like back; saying it twice is harmless',
    response: likeStateSchema,
    status: 200,
    problems: ['not-found'],
  })
  unlike(
    @CurrentUser() caller: Caller,
    @Param('mediaId', zodPipe(uuid)) mediaId: string,
  ): Promise<LikeState> {
    return this.likes.setLiked(caller.id, mediaId, false);
  }
}
