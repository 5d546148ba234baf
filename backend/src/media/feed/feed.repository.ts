import { type MediaClass, mediaClasses } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../database/database.ts';
import { type MediaRow, mediaColumns, uploaderName } from '../media-row.ts';
import { descend, totalOf } from './feed-counts.ts';
import type { FeedPosition } from './feed-position.ts';
import { type CountedRow, pageOf, type RowsAndTotal } from './rows-and-total.ts';

/**
 * The planner guesses a tenth of the table where LIMIT is a parameter; this constant, one more than the
 * largest page, keeps its plans those of a short list.
 */
const atMost = 101;

const published = `m.status = 'READY' AND m.deleted_at IS NULL`;

/** Newest first from a place on; `rest` narrows it, with AND before each condition. */
const newestFirst = (rest: string) => `
  SELECT ${mediaColumns}
  FROM media m
  WHERE ${published} ${rest}
  ORDER BY m.published_at DESC, m.id DESC
  LIMIT ${String(atMost)}`;

const named = (rows: string, limit: string) => `
  SELECT m.*, ${uploaderName} FROM (${rows}) m ORDER BY m.published_at DESC, m.id DESC LIMIT ${limit}`;

const fromStart = `
  AND (m.published_at, m.id) <= ((SELECT published_at FROM start), (SELECT id FROM start))`;

function statementsFor(suffix: string, typeCondition: string) {
  return {
    firstPage: {
      name: `feed_first_page${suffix}`,
      text: `
        SELECT p.*, ${totalOf('$1::text[]')} AS total
        FROM (SELECT 1) one LEFT JOIN (${named(newestFirst(typeCondition), '$2')}) p ON true`,
    },
    numberedPage: {
      name: `feed_numbered_page${suffix}`,
      text: `
        WITH ${descend('$1::text[]', '$3::bigint')},
        start AS MATERIALIZED (
          SELECT m.published_at, m.id FROM media m
          WHERE ${published} ${typeCondition}
            AND m.published_at < to_timestamp((SELECT bucket + 1 FROM level_0))
          ORDER BY m.published_at DESC, m.id DESC
          OFFSET $3::bigint - (SELECT before FROM level_0) LIMIT 1
        )
        SELECT p.*, ${totalOf('$1::text[]')} AS total
        FROM (SELECT 1) one LEFT JOIN (${named(newestFirst(`${typeCondition} ${fromStart}`), '$2')}) p ON true`,
    },
    pageAfter: {
      name: `feed_page_after${suffix}`,
      text: named(
        newestFirst(`${typeCondition} AND cardinality($1::text[]) > 0 AND (m.published_at, m.id) < ($3, $4)`),
        '$2',
      ),
    },
  } satisfies Record<string, Statement>;
}

// $1 holds the types, all or one; $2 the limit.
const all = statementsFor('', '');
const one = statementsFor('_of_type', 'AND m.type = ($1::text[])[1]');

/** The public feed: the same rows for everybody (PERFORMANCE.md «The database»). */
@Injectable()
export class FeedRepository {
  constructor(private readonly database: Database) {}

  /** `limit` rows from the item that has `offset` newer ones, and the exact number of all. */
  async findPublishedPage(
    type: MediaClass | undefined,
    offset: number,
    limit: number,
  ): Promise<RowsAndTotal> {
    const { firstPage, numberedPage } = type ? one : all;
    const values = [type ? [type] : mediaClasses, limit];
    return pageOf(
      offset === 0
        ? await this.database.query<CountedRow>(firstPage, values)
        : await this.database.query<CountedRow>(numberedPage, [...values, offset]),
    );
  }

  async findPublishedAfter(
    type: MediaClass | undefined,
    after: FeedPosition,
    limit: number,
  ): Promise<MediaRow[]> {
    const { pageAfter } = type ? one : all;
    return this.database.query<MediaRow>(pageAfter, [
      type ? [type] : mediaClasses,
      limit,
      new Date(after.at),
      after.id,
    ]);
  }
}
