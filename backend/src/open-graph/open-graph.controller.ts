import { Controller, Header, Inject, Param } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Serves } from '../http/serves.ts';
import { MediaService } from '../media/media.service.ts';
import { renderOpenGraphPage } from './open-graph-page.ts';

@Controller()
export class OpenGraphController {
  constructor(
    private readonly media: MediaService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** As nobody in particular: a card is shown to everybody. A CDN may keep it for the second that it keeps the feed. */
  @Serves('getOpenGraphPage')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'public, max-age=0, s-maxage=1')
  async getPage(@Param('mediaId') mediaId: string): Promise<string> {
    const item = await this.media.getItem(mediaId, undefined);
    return renderOpenGraphPage(item, this.config.webOrigins[0] ?? '');
  }
}
