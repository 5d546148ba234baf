import type { MediaItem } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { LikesRepository } from './likes/likes.repository.ts';
import { toMediaItem } from './media-item.ts';
import type { MediaRow } from './media-row.ts';

/** Makes answers of rows. The viewer's own likes are a second query, so that the rows are the same for all. */
@Injectable()
export class ItemsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly likes: LikesRepository,
  ) {}

  async present(rows: readonly MediaRow[], viewerId: string | undefined): Promise<MediaItem[]> {
    const { mediaBaseUrl } = this.config;
    const ids = rows.map(({ id }) => id);
    const viewer =
      viewerId === undefined
        ? undefined
        : { id: viewerId, likedIds: await this.likes.findLiked(viewerId, ids) };
    return rows.map((row) => toMediaItem(row, { mediaBaseUrl, viewer }));
  }
}
