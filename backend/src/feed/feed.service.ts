import { createHash } from 'node:crypto';
import { type FeedQuery, limits, type OwnMediaPage, type OwnMediaQuery } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { UnauthenticatedError } from '../errors/errors.ts';
import { TtlCache } from '../caching/ttl-cache.ts';
import { ResponseCache } from '../caching/response-cache.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import type { ItemRow } from '../media/statements/item-columns.ts';
import { ItemsService } from '../media/items.service.ts';
import { PublishedChanges } from '../media/published-changes.ts';
import { cutPage, decodePosition, type ListPosition } from '../http/list-position.ts';
import { FeedRepository } from './feed.repository.ts';
import { OwnMediaRepository } from './own-media.repository.ts';
import { type PersonalFilter, PersonalFeedRepository } from './personal-feed.repository.ts';
import { TagFeedRepository } from './tag-feed.repository.ts';

/** Pages that are kept for their moment; each holds at most a few hundred KiB. */
const maxKeptPages = 100;

/** JSON of a page, and for a page that everybody gets alike until when and by which tag. */
export interface FeedAnswer {
  readonly body: Buffer;
  readonly shared?: { readonly etag: string; readonly freshUntil: number };
}

interface Page {
  readonly rows: readonly ItemRow[];
  /** What stands beside the items. */
  readonly rest: object;
}

type SharedPage = Page & { readonly body: Buffer; readonly etag: string };

@Injectable()
export class FeedService {
  private readonly pages: TtlCache<SharedPage>;
  /** Pages that were begun before are kept no longer, on the clock of `performance.now()`. */
  private changedAt = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly responses: ResponseCache,
    private readonly feed: FeedRepository,
    private readonly personalFeed: PersonalFeedRepository,
    private readonly tagFeed: TagFeedRepository,
    private readonly ownMedia: OwnMediaRepository,
    private readonly items: ItemsService,
    published: PublishedChanges,
  ) {
    published.onChange(() => this.forgetPages());
    this.pages = new TtlCache(config.feedCacheMilliseconds, maxKeptPages);
  }

  /**
   * READY media, newest publication first. The public rows are read once a moment for everybody; what the viewer
   * likes, and their own items, are as they stand now. `liked` without a viewer throws {@link UnauthenticatedError}.
   */
  async getPage(query: FeedQuery, viewerId: string | undefined): Promise<FeedAnswer> {
    const filter = filterOf(query, viewerId);
    if (isPersonal(filter)) {
      const page = await this.findPage(query, filter);
      return { body: writePage(await this.items.write(page.rows, viewerId), page.rest) };
    }
    const { value: page, freshUntil } = await this.pages.get(keyOf(query), () =>
      this.makeShared(query, filter),
    );
    if (viewerId === undefined) {
      const begunAt = freshUntil - this.config.feedCacheMilliseconds;
      const keptUntil = begunAt > this.changedAt ? freshUntil : 0;
      return { body: page.body, shared: { etag: page.etag, freshUntil: keptUntil } };
    }
    return { body: writePage(await this.items.write(page.rows, viewerId), page.rest) };
  }

  /** An item has come, gone or changed: here at once, in other processes when their second is over. */
  private forgetPages(): void {
    this.changedAt = performance.now();
    this.pages.clear();
    this.responses.clear();
    this.personalFeed.forgetTotals();
  }

  /** The caller's own, in any status, newest request first. */
  async getOwnMedia(query: OwnMediaQuery, ownerId: string): Promise<OwnMediaPage> {
    const size = query.size ?? limits.defaultPageSize;
    const position = query.cursor === undefined ? undefined : decodePosition(query.cursor);
    const found = await this.ownMedia.findOwn(ownerId, query.status, position, size + 1);
    const { rows, nextCursor } = cutPage(found, size);
    return { items: await this.items.present(rows, ownerId), nextCursor };
  }

  private async makeShared(query: FeedQuery, filter: PersonalFilter): Promise<SharedPage> {
    const page = await this.findPage(query, filter);
    const body = writePage(await this.items.write(page.rows, undefined), page.rest);
    return { ...page, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
  }

  private async findPage(query: FeedQuery, filter: PersonalFilter): Promise<Page> {
    const size = query.size ?? limits.defaultPageSize;
    if (query.cursor !== undefined) {
      const position = decodePosition(query.cursor);
      const found = await this.findAfter(query, filter, position, size + 1);
      const { rows, nextCursor } = cutPage(found, size);
      return { rows, rest: { size, nextCursor } };
    }
    const page = query.page ?? 1;
    const offset = (page - 1) * size;
    const { rows: found, total } = await this.findFrom(query, filter, offset, size + 1);
    const { rows, nextCursor } = cutPage(found, size);
    return { rows, rest: { page, size, total, totalPages: Math.ceil(total / size), nextCursor } };
  }

  private findAfter({ tag, type }: FeedQuery, filter: PersonalFilter, position: ListPosition, limit: number) {
    if (isPersonal(filter)) return this.personalFeed.findAfter(filter, position, limit);
    if (tag !== undefined) return this.tagFeed.findAfter({ tag, type }, position, limit);
    return this.feed.findPublishedAfter(type, position, limit);
  }

  private findFrom({ tag, type }: FeedQuery, filter: PersonalFilter, offset: number, limit: number) {
    if (isPersonal(filter)) return this.personalFeed.findPage(filter, offset, limit);
    if (tag !== undefined) return this.tagFeed.findPage({ tag, type }, offset, limit);
    return this.feed.findPublishedPage(type, offset, limit);
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

const keyOf = ({ type, tag, page, size, cursor }: FeedQuery) => [type, tag, page, size, cursor].join(' ');

function writePage(items: readonly string[], rest: object): Buffer {
  return Buffer.from(`{"items":[${items.join()}],${JSON.stringify(rest).slice(1)}`);
}
