import {
  cursorPageSchema,
  feedPageSchema,
  type FeedQuery,
  feedQuerySchema,
  type OwnMediaPage,
  ownMediaPageSchema,
  type OwnMediaQuery,
  ownMediaQuerySchema,
} from '@media-feed/contract';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { Authenticated, OptionalUser } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { matches, ResponseCache } from '../caching/response-cache.ts';
import { zodPipe } from '../http/zod.pipe.ts';
import { ApiContract } from '../http/api-contract.ts';
import { FeedService } from './feed.service.ts';

@Controller('media')
export class FeedController {
  constructor(
    private readonly feed: FeedService,
    private readonly responses: ResponseCache,
  ) {}

  @Get()
  @OptionalUser()
  @ApiContract({
    summary: 'The feed by numbered page or by cursor, newest publication first',
    query: feedQuerySchema,
    response: z.union([feedPageSchema, cursorPageSchema]),
    status: 200,
    notModified: true,
  })
  async getPage(
    @CurrentUser() caller: Caller | undefined,
    @Query(zodPipe(feedQuerySchema)) query: FeedQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { body, shared } = await this.feed.getPage(query, caller?.id);
    void reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('vary', 'Authorization, Origin');
    if (!shared) {
      await reply.header('cache-control', 'private, no-cache').send(body);
      return;
    }
    // Browsers ask again each time; a CDN may answer for a second (docs/api.md «Media»: within 2 s through the CDN).
    void reply.header('cache-control', 'public, max-age=0, s-maxage=1').header('etag', shared.etag);
    this.responses.store(request, reply, { ...shared, body });
    if (matches(request.headers['if-none-match'], shared.etag)) await reply.status(304).send();
    else await reply.send(body);
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
