import type { MediaClass } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { type ItemRow, itemColumns } from '../media/statements/item-columns.ts';
import type { FeedPosition } from './feed-position.ts';
import { type CountedRow, pageOf, type RowsAndTotal } from './rows-and-total.ts';

/** What one person uploaded, what one person likes, or both. */
export interface PersonalFilter {
  readonly uploaderId?: string | undefined;
  readonly likedById?: string | undefined;
  readonly type?: MediaClass | undefined;
}

/**
 * Parameters: $1 the person whose rows are read, $2 type or null, $3 limit, $4 the URL before keys; in `liked` $5 is the
 * uploader or null. The rows' ids are found first and kept apart, so that no plan walks the feed of all in search of them.
 */
const rowsOf = {
  uploader: `
    SELECT m.id, m.published_at FROM media m
    WHERE m.uploader_id = $1 AND m.status = 'READY' AND m.deleted_at IS NULL
      AND ($2::text IS NULL OR m.type = $2)`,
  liked: `
    SELECT m.id, m.published_at FROM likes l JOIN media m ON m.id = l.media_id
    WHERE l.user_id = $1 AND m.status = 'READY' AND m.deleted_at IS NULL
      AND ($2::text IS NULL OR m.type = $2) AND ($5::uuid IS NULL OR m.uploader_id = $5)`,
} as const;

const itemsOf = (ids: string) => `
  SELECT ${itemColumns('$4')}
  FROM (${ids}) chosen JOIN media m ON m.id = chosen.id
  ORDER BY m.published_at DESC, m.id DESC`;

function statementsFor(kind: keyof typeof rowsOf, first: number) {
  const own = `WITH own AS MATERIALIZED (${rowsOf[kind]})`;
  const parameter = (index: number) => `$${String(first + index)}`;
  return {
    page: {
      name: `feed_${kind}_page`,
      text: `${own},
        page AS (${itemsOf(`
          SELECT id FROM own ORDER BY published_at DESC, id DESC OFFSET ${parameter(0)} LIMIT $3`)})
        SELECT page.*, (SELECT count(*) FROM own) AS total
        FROM (SELECT 1) one LEFT JOIN page ON true
        ORDER BY page.at DESC, page.id DESC`,
    },
    after: {
      name: `feed_${kind}_after`,
      text: `${own} ${itemsOf(`
        SELECT id FROM own WHERE (published_at, id) < (${parameter(0)}, ${parameter(1)})
        ORDER BY published_at DESC, id DESC LIMIT $3`)}`,
    },
  } satisfies Record<string, Statement>;
}

const byUploader = statementsFor('uploader', 5);
const byLiker = statementsFor('liked', 6);

/** Filtered feeds; a page costs at most that person's own rows. */
@Injectable()
export class PersonalFeedRepository {
  private readonly baseUrl: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: Database,
  ) {
    this.baseUrl = `${config.mediaBaseUrl}/`;
  }

  async findPage(filter: PersonalFilter, offset: number, limit: number): Promise<RowsAndTotal> {
    const { statements, values } = this.select(filter, limit);
    return pageOf(await this.database.query<CountedRow>(statements.page, [...values, offset]));
  }

  async findAfter(filter: PersonalFilter, after: FeedPosition, limit: number): Promise<ItemRow[]> {
    const { statements, values } = this.select(filter, limit);
    return this.database.query<ItemRow>(statements.after, [...values, new Date(after.at), after.id]);
  }

  private select({ uploaderId, likedById, type }: PersonalFilter, limit: number) {
    const values = [likedById ?? uploaderId, type ?? null, limit, this.baseUrl];
    return likedById
      ? { statements: byLiker, values: [...values, uploaderId ?? null] }
      : { statements: byUploader, values };
  }
}
