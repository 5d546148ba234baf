import { uuid } from '@media-feed/contract';
import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { zodPipe } from '../http/zod.pipe.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { ApiContract } from '../http/api-contract.ts';
import { MediaService } from '../media/media.service.ts';
import { renderOpenGraphPage } from './open-graph-page.ts';

@Controller('media/:mediaId/open-graph')
export class OpenGraphController {
  constructor(
    private readonly media: MediaService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** As nobody in particular: a card is shown to everybody. A CDN may keep it for the second that it keeps the feed. */
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'public, max-age=0, s-maxage=1')
  @ApiContract({
    summary: 'An item as a page of Open Graph tags, for programs that show links as cards',
    status: 200,
    contentType: 'text/html',
    problems: ['not-found'],
  })
  async getPage(@Param('mediaId', zodPipe(uuid)) mediaId: string): Promise<string> {
    const item = await this.media.getItem(mediaId, undefined);
    return renderOpenGraphPage(item, this.config.webOrigins[0] ?? '');
  }
}
