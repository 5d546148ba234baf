import type { FeedQuery, OwnMediaPage, OwnMediaQuery } from '@media-feed/contract';
import { Controller, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticated, OptionalUser } from '../identity/authenticated.ts';
import { type Caller, CurrentUser } from '../identity/current-user.ts';
import { matches, ResponseCache } from '../caching/response-cache.ts';
import { Serves, ServesByReply } from '../http/serves.ts';
import { byAddress, RateLimit, type RateLimitRule, readsPerAddress } from '../rate-limiting/rate-limit.ts';
import { SearchService } from './search.service.ts';
import { FeedService } from './feed.service.ts';

/** Nobody else gets the same page, so that each is read anew. */
const personalPagesPerAddress: RateLimitRule = {
  name: 'personal-pages-per-address',
  limit: 'personalFeedLimitPerAddress',
  by: (request) => {
    const { uploader, liked, q } = request.query as { uploader?: unknown; liked?: unknown; q?: unknown };
    return (uploader ?? liked ?? q) === undefined ? [] : byAddress(request);
  },
  local: true,
};

@Controller()
export class FeedController {
  constructor(
    private readonly feed: FeedService,
    private readonly search: SearchService,
    private readonly responses: ResponseCache,
  ) {}

  @ServesByReply('listFeedPage', 'continueFeed', 'searchMedia')
  @OptionalUser()
  @RateLimit(readsPerAddress, personalPagesPerAddress)
  async getPage(
    @CurrentUser() caller: Caller | undefined,
    @Query() query: FeedQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('vary', 'Authorization, Origin');
    if (query.q !== undefined) {
      await reply.send(await this.search.find({ ...query, q: query.q }, caller?.id));
      return;
    }
    const { body, shared } = await this.feed.getPage(query, caller?.id);
    if (!shared) {
      await reply.send(body);
      return;
    }
    // Browsers ask again each time; a CDN may answer for a second (docs/api.md «Media»: within 2 s through the CDN).
    void reply.header('cache-control', 'public, max-age=0, s-maxage=1').header('etag', shared.etag);
    this.responses.store(request, reply, { ...shared, body });
    if (matches(request.headers['if-none-match'], shared.etag)) await reply.status(304).send();
    else await reply.send(body);
  }

  @Serves('listOwnMedia')
  @Authenticated()
  getOwnMedia(@CurrentUser() caller: Caller, @Query() query: OwnMediaQuery): Promise<OwnMediaPage> {
    return this.feed.getOwnMedia(query, caller.id);
  }
}
