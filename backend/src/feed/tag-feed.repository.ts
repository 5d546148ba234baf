import { type MediaClass, mediaClasses } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import type { ItemRow } from '../media/statements/item-columns.ts';
import type { ListPosition } from '../http/list-position.ts';
import { type CountedRow, pageOf, type RowsAndTotal } from './rows-and-total.ts';
import { taggedOfAllTypes, taggedOfOneType } from './tag-statements.ts';

/** Published items with a tag: a page costs what one of the feed costs, at any depth. */
interface TagFilter {
  /** In any spelling. */
  readonly tag: string;
  readonly type?: MediaClass | undefined;
}

@Injectable()
export class TagFeedRepository {
  private readonly baseUrl: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: Database,
  ) {
    this.baseUrl = `${config.mediaBaseUrl}/`;
  }

  async findPage(filter: TagFilter, offset: number, limit: number): Promise<RowsAndTotal> {
    const { firstPage, numberedPage } = statementsOf(filter);
    const values = this.valuesOf(filter, limit);
    return pageOf(
      offset === 0
        ? await this.database.query<CountedRow>(firstPage, values)
        : await this.database.query<CountedRow>(numberedPage, [...values, offset]),
    );
  }

  async findAfter(filter: TagFilter, after: ListPosition, limit: number): Promise<ItemRow[]> {
    const values = [...this.valuesOf(filter, limit), new Date(after.at), after.id];
    return this.database.query<ItemRow>(statementsOf(filter).pageAfter, values);
  }

  private valuesOf({ tag, type }: TagFilter, limit: number) {
    return [type ? [type] : mediaClasses, limit, this.baseUrl, tag];
  }
}

const statementsOf = ({ type }: TagFilter) => (type === undefined ? taggedOfAllTypes : taggedOfOneType);
