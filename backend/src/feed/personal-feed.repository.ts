import type { MediaClass } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { TtlCache } from '../caching/ttl-cache.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { type ItemRow, itemColumns } from '../media/statements/item-columns.ts';
import type { ListPosition } from '../http/list-position.ts';
import { type CountedRow, pageOf, type RowsAndTotal } from './rows-and-total.ts';
import { uploadsOfAllTypes, uploadsOfOneType } from './uploader-statements.ts';

/** What one person uploaded, what one person likes, or both. */
export interface PersonalFilter {
  readonly uploaderId?: string | undefined;
  readonly likedById?: string | undefined;
  readonly type?: MediaClass | undefined;
}

/**
 * What one person likes. Parameters: $1 that person, $2 type or null, $3 limit, $4 the URL before keys, $5 the uploader or
 * null. The rows' ids are found first and kept apart, so that no plan walks the feed of all in search of them.
 */
const liked = `
  WITH own AS MATERIALIZED (
    SELECT m.id, m.published_at FROM likes l JOIN media m ON m.id = l.media_id
    WHERE l.user_id = $1 AND m.status = 'READY' AND m.deleted_at IS NULL
      AND ($2::text IS NULL OR m.type = $2) AND ($5::uuid IS NULL OR m.uploader_id = $5)
  )`;

const itemsOf = (ids: string) => `
  SELECT ${itemColumns('$4')}
  FROM (${ids}) chosen JOIN media m ON m.id = chosen.id
  ORDER BY m.published_at DESC, m.id DESC`;

const likedPage: Statement = {
  name: 'feed_liked_page',
  text: `${liked},
    page AS (${itemsOf(`
      SELECT id FROM own ORDER BY published_at DESC, id DESC OFFSET $6 LIMIT $3`)})
    SELECT page.*, (SELECT count(*) FROM own) AS total
    FROM (SELECT 1) one LEFT JOIN page ON true
    ORDER BY page.at DESC, page.id DESC`,
};

const likedAfter: Statement = {
  name: 'feed_liked_after',
  text: `${liked} ${itemsOf(`
    SELECT id FROM own WHERE (published_at, id) < ($6, $7) ORDER BY published_at DESC, id DESC LIMIT $3`)}`,
};

/** Uploaders whose totals are kept. */
const maxKeptTotals = 1_000;

/** Filtered feeds. A page of what one person likes costs at most that person's own rows, one of uploads its own. */
@Injectable()
export class PersonalFeedRepository {
  private readonly baseUrl: string;
  private readonly totals: TtlCache<number>;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: Database,
  ) {
    this.baseUrl = `${config.mediaBaseUrl}/`;
    this.totals = new TtlCache(config.feedCacheMilliseconds, maxKeptTotals);
  }

  async findPage(filter: PersonalFilter, offset: number, limit: number): Promise<RowsAndTotal> {
    if (filter.likedById !== undefined) {
      return pageOf(
        await this.database.query<CountedRow>(likedPage, [...this.likedValues(filter, limit), offset]),
      );
    }
    const { value: total } = await this.totals.get(`${filter.uploaderId ?? ''} ${filter.type ?? ''}`, () =>
      this.countUploads(filter),
    );
    const { page } = statementsOf(filter);
    const rows = await this.database.query<ItemRow>(page, [...this.uploadsValues(filter, limit), offset]);
    return { rows, total };
  }

  async findAfter(filter: PersonalFilter, after: ListPosition, limit: number): Promise<ItemRow[]> {
    const place = [new Date(after.at), after.id];
    return filter.likedById === undefined
      ? this.database.query<ItemRow>(statementsOf(filter).after, [
          ...this.uploadsValues(filter, limit),
          ...place,
        ])
      : this.database.query<ItemRow>(likedAfter, [...this.likedValues(filter, limit), ...place]);
  }

  /** An item has come or gone. */
  forgetTotals(): void {
    this.totals.clear();
  }

  /** Reads all of that person's places in the index, and so once a moment for everybody. */
  private async countUploads(filter: PersonalFilter): Promise<number> {
    const values = [filter.uploaderId, filter.type ?? null];
    const [row] = await this.database.query<{ total: string }>(statementsOf(filter).total, values);
    return Number(row?.total ?? 0);
  }

  private uploadsValues({ uploaderId, type }: PersonalFilter, limit: number) {
    return [uploaderId, type ?? null, limit, this.baseUrl];
  }

  private likedValues({ uploaderId, likedById, type }: PersonalFilter, limit: number) {
    return [likedById, type ?? null, limit, this.baseUrl, uploaderId ?? null];
  }
}

const statementsOf = ({ type }: PersonalFilter) =>
  type === undefined ? uploadsOfAllTypes : uploadsOfOneType;
