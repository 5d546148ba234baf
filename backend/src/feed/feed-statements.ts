import type { Statement } from '../database/statement.ts';
import { itemColumns } from '../media/statements/item-columns.ts';
import { descend, totalOf } from '../media/statements/feed-counts.ts';

/**
 * The planner guesses a tenth of the table where LIMIT is a parameter; this constant, one more than the
 * largest page, keeps its plans those of a short list.
 */
const atMost = 101;

const published = `m.status = 'READY' AND m.deleted_at IS NULL`;

/** Newest first from a place on; `rest` narrows it, with AND before each condition. */
const newestFirst = (rest: string) => `
  SELECT m.*
  FROM media m
  WHERE ${published} ${rest}
  ORDER BY m.published_at DESC, m.id DESC
  LIMIT ${String(atMost)}`;

const named = (rows: string, limit: string) => `
  SELECT ${itemColumns('$3')} FROM (${rows}) m ORDER BY m.published_at DESC, m.id DESC LIMIT ${limit}`;

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
        WITH ${descend('$1::text[]', '$4::bigint')},
        start AS MATERIALIZED (
          SELECT m.published_at, m.id FROM media m
          WHERE ${published} ${typeCondition}
            AND m.published_at < to_timestamp((SELECT bucket + 1 FROM level_0))
          ORDER BY m.published_at DESC, m.id DESC
          OFFSET $4::bigint - (SELECT before FROM level_0) LIMIT 1
        )
        SELECT p.*, ${totalOf('$1::text[]')} AS total
        FROM (SELECT 1) one LEFT JOIN (${named(newestFirst(`${typeCondition} ${fromStart}`), '$2')}) p ON true`,
    },
    pageAfter: {
      name: `feed_page_after${suffix}`,
      text: named(
        newestFirst(`${typeCondition} AND cardinality($1::text[]) > 0 AND (m.published_at, m.id) < ($4, $5)`),
        '$2',
      ),
    },
  } satisfies Record<string, Statement>;
}

/** $1 holds the types, all of them; $2 the limit, $3 the URL before keys, $4 and $5 the place. */
export const ofAllTypes = statementsFor('', '');
/** $1 holds one type. */
export const ofOneType = statementsFor('_of_type', 'AND m.type = ($1::text[])[1]');
