import { createHash } from 'node:crypto';
import type { AtomQuery, FeedPage } from '@media-feed/contract';
import { Controller, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { matches } from '../caching/response-cache.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { ServesByReply } from '../http/serves.ts';
import { RateLimit, readsPerAddress } from '../rate-limiting/rate-limit.ts';
import { renderAtomFeed } from './atom-feed.ts';
import { FeedService } from './feed.service.ts';

const entries = 50;

@Controller()
export class AtomController {
  constructor(
    private readonly feed: FeedService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The same for everybody, from the page that the feed keeps; a CDN may keep it as long. */
  @ServesByReply('getAtomFeed')
  @RateLimit(readsPerAddress)
  async getFeed(
    @Query() query: AtomQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { body } = await this.feed.getPage({ ...query, size: entries }, undefined);
    const { items } = JSON.parse(body.toString('utf8')) as FeedPage;
    const atom = renderAtomFeed({ ...this.addressesOf(query), items });
    const etag = `"${createHash('sha256').update(atom).digest('base64url').slice(0, 22)}"`;
    void reply
      .header('content-type', 'application/atom+xml; charset=utf-8')
      .header('cache-control', 'public, max-age=0, s-maxage=1')
      .header('etag', etag);
    if (matches(request.headers['if-none-match'], etag)) await reply.status(304).send();
    else await reply.send(atom);
  }

  private addressesOf({ tag, uploader }: AtomQuery) {
    const webOrigin = this.config.webOrigins[0] ?? '';
    const query = new URLSearchParams({ ...(tag && { tag }), ...(uploader && { uploader }) }).toString();
    const path = tag ? `/t/${encodeURIComponent(tag)}` : uploader ? `/u/${uploader}` : '/';
    return {
      title: tag ? `#${tag} · Media Feed` : 'Media Feed',
      self: `${webOrigin}/media/feed.xml${query && `?${query}`}`,
      page: `${webOrigin}${path}`,
      webOrigin,
    };
  }
}
