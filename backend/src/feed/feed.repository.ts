import { type MediaClass, mediaClasses } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import type { ItemRow } from '../media/statements/item-columns.ts';
import type { ListPosition } from '../http/list-position.ts';
import { ofAllTypes, ofOneType } from './feed-statements.ts';
import { type CountedRow, pageOf, type RowsAndTotal } from './rows-and-total.ts';

/** The public feed: the same rows for everybody (docs/performance.md «The database»). */
@Injectable()
export class FeedRepository {
  private readonly baseUrl: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: Database,
  ) {
    this.baseUrl = `${config.mediaBaseUrl}/`;
  }

  /** `limit` rows from the item that has `offset` newer ones, and the exact number of all. */
  async findPublishedPage(
    type: MediaClass | undefined,
    offset: number,
    limit: number,
  ): Promise<RowsAndTotal> {
    const { firstPage, numberedPage } = type ? ofOneType : ofAllTypes;
    const values = [type ? [type] : mediaClasses, limit, this.baseUrl];
    return pageOf(
      offset === 0
        ? await this.database.query<CountedRow>(firstPage, values)
        : await this.database.query<CountedRow>(numberedPage, [...values, offset]),
    );
  }

  async findPublishedAfter(
    type: MediaClass | undefined,
    after: ListPosition,
    limit: number,
  ): Promise<ItemRow[]> {
    const { pageAfter } = type ? ofOneType : ofAllTypes;
    return this.database.query<ItemRow>(pageAfter, [
      type ? [type] : mediaClasses,
      limit,
      this.baseUrl,
      new Date(after.at),
      after.id,
    ]);
  }
}
