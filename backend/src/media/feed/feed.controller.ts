import {
  type CursorPage,
  cursorPageSchema,
  type FeedPage,
  feedPageSchema,
  type FeedQuery,
  feedQuerySchema,
  type OwnMediaPage,
  ownMediaPageSchema,
  type OwnMediaQuery,
  ownMediaQuerySchema,
} from '@media-feed/contract';
import { Controller, Get, Query } from '@nestjs/common';
import * as z from 'zod';
import { Authenticated, OptionalUser } from '../../authentication/guards/authenticated.ts';
import { type Caller, CurrentUser } from '../../authentication/guards/current-user.ts';
import { zodPipe } from '../../common/zod.pipe.ts';
import { ApiContract } from '../../docs/api-contract.ts';
import { FeedService } from './feed.service.ts';

@Controller('media')
export class FeedController {
  constructor(private readonly feed: FeedService) {}

  @Get()
  @OptionalUser()
  @ApiContract({
    summary: 'The feed by numbered page or by cursor, newest publication first',
    query: feedQuerySchema,
    response: z.union([feedPageSchema, cursorPageSchema]),
    status: 200,
  })
  getPage(
    @CurrentUser() caller: Caller | undefined,
    @Query(zodPipe(feedQuerySchema)) query: FeedQuery,
  ): Promise<FeedPage | CursorPage> {
    return this.feed.getPage(query, caller?.id);
  }

  @Get('mine')
  @Authenticated()
  @ApiContract({
    summary: "The caller's own media in any status, newest request first",
    query: ownMediaQuerySchema,
    response: ownMediaPageSchema,
    status: 200,
  })
  getOwnMedia(
    @CurrentUser() caller: Caller,
    @Query(zodPipe(ownMediaQuerySchema)) query: OwnMediaQuery,
  ): Promise<OwnMediaPage> {
    return this.feed.getOwnMedia(query, caller.id);
  }
}
