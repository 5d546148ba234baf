import type { Statement } from '../database/statement.ts';
import { descend, totalOf } from '../media/statements/feed-counts.ts';
import { itemColumns } from '../media/statements/item-columns.ts';

/** As in `feed-statements.ts`. */
const atMost = 101;

/** $4 is a tag in any spelling. */
const key = 'tag_key($4)';
const counted = { table: 'tag_counts', condition: `key = ${key} AND` };

/** The ids come from the tag's own index, in its order, before any row of `media` is read. */
const named = (condition: string) => `
  SELECT ${itemColumns('$3')}
  FROM (
    SELECT media_id, published_at FROM media_tags WHERE key = ${key} ${condition}
    ORDER BY published_at DESC, media_id DESC LIMIT ${String(atMost)}
  ) tagged JOIN media m ON m.id = tagged.media_id
  WHERE m.status = 'READY' AND m.deleted_at IS NULL
  ORDER BY tagged.published_at DESC, tagged.media_id DESC LIMIT $2`;

function statementsFor(suffix: string, typeCondition: string) {
  return {
    firstPage: {
      name: `tag_first_page${suffix}`,
      text: `
        SELECT p.*, ${totalOf('$1::text[]', counted)} AS total
        FROM (SELECT 1) one LEFT JOIN (${named(typeCondition)}) p ON true`,
    },
    numberedPage: {
      name: `tag_numbered_page${suffix}`,
      text: `
        WITH ${descend('$1::text[]', '$5::bigint', counted)},
        start AS MATERIALIZED (
          SELECT published_at, media_id FROM media_tags
          WHERE key = ${key} ${typeCondition} AND published_at < to_timestamp((SELECT bucket + 1 FROM level_0))
          ORDER BY published_at DESC, media_id DESC
          OFFSET $5::bigint - (SELECT before FROM level_0) LIMIT 1
        )
        SELECT p.*, ${totalOf('$1::text[]', counted)} AS total
        FROM (SELECT 1) one LEFT JOIN (${named(`${typeCondition}
          AND (published_at, media_id) <= ((SELECT published_at FROM start), (SELECT media_id FROM start))`)}) p
        ON true`,
    },
    pageAfter: {
      name: `tag_page_after${suffix}`,
      text: named(`${typeCondition} AND cardinality($1::text[]) > 0 AND (published_at, media_id) < ($5, $6)`),
    },
  } satisfies Record<string, Statement>;
}

/** $1 holds the types, all of them; $2 the limit, $3 the URL before keys, $4 the tag, $5 and $6 the place. */
export const taggedOfAllTypes = statementsFor('', '');
/** $1 holds one type. */
export const taggedOfOneType = statementsFor('_of_type', 'AND type = ($1::text[])[1]');
