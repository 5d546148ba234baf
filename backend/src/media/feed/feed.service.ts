import {
  type CursorPage,
  type FeedPage,
  type FeedQuery,
  limits,
  type OwnMediaPage,
  type OwnMediaQuery,
} from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { UnauthenticatedError } from '../../common/errors.ts';
import { ItemsService } from '../items.service.ts';
import { cutPage, decodePosition, type FeedPosition } from './feed-position.ts';
import { FeedRepository } from './feed.repository.ts';
import { OwnMediaRepository } from './own-media.repository.ts';
import { type PersonalFilter, PersonalFeedRepository } from './personal-feed.repository.ts';
import type { RowsAndTotal } from './rows-and-total.ts';

@Injectable()
export class FeedService {
  constructor(
    private readonly feed: FeedRepository,
    private readonly personalFeed: PersonalFeedRepository,
    private readonly ownMedia: OwnMediaRepository,
    private readonly items: ItemsService,
  ) {}

  /** READY media, newest publication first. `liked` without a viewer throws {@link UnauthenticatedError}. */
  async getPage(query: FeedQuery, viewerId: string | undefined): Promise<FeedPage | CursorPage> {
    const filter = filterOf(query, viewerId);
    const size = query.size ?? limits.defaultPageSize;
    return query.cursor === undefined
      ? this.numberedPage(filter, query.page ?? 1, size, viewerId)
      : this.pageAfter(filter, decodePosition(query.cursor), size, viewerId);
  }

  /** The caller's own, in any status, newest request first. */
  async getOwnMedia(query: OwnMediaQuery, ownerId: string): Promise<OwnMediaPage> {
    const size = query.size ?? limits.defaultPageSize;
    const position = query.cursor === undefined ? undefined : decodePosition(query.cursor);
    const found = await this.ownMedia.findOwn(ownerId, query.status, position, size + 1);
    const { rows, nextCursor } = cutPage(found, size);
    return { items: await this.items.present(rows, ownerId), nextCursor };
  }

  private async numberedPage(
    filter: PersonalFilter,
    page: number,
    size: number,
    viewerId: string | undefined,
  ): Promise<FeedPage> {
    const { rows: found, total } = await this.findPage(filter, (page - 1) * size, size + 1);
    const { rows, nextCursor } = cutPage(found, size);
    const items = await this.items.present(rows, viewerId);
    return { items, page, size, total, totalPages: Math.ceil(total / size), nextCursor };
  }

  private async pageAfter(
    filter: PersonalFilter,
    position: FeedPosition,
    size: number,
    viewerId: string | undefined,
  ): Promise<CursorPage> {
    const found = isPersonal(filter)
      ? await this.personalFeed.findAfter(filter, position, size + 1)
      : await this.feed.findPublishedAfter(filter.type, position, size + 1);
    const { rows, nextCursor } = cutPage(found, size);
    return { items: await this.items.present(rows, viewerId), size, nextCursor };
  }

  private findPage(filter: PersonalFilter, offset: number, limit: number): Promise<RowsAndTotal> {
    return isPersonal(filter)
      ? this.personalFeed.findPage(filter, offset, limit)
      : this.feed.findPublishedPage(filter.type, offset, limit);
  }
}

function filterOf({ type, uploader, liked }: FeedQuery, viewerId: string | undefined): PersonalFilter {
  if (liked && viewerId === undefined) {
    throw new UnauthenticatedError('Sign in to see what you like.');
  }
  return { type, uploaderId: uploader, likedById: liked && viewerId };
}

const isPersonal = ({ uploaderId, likedById }: PersonalFilter) =>
  uploaderId !== undefined || likedById !== undefined;
