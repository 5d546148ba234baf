import type { Statement } from '../database/statement.ts';
import { itemColumns } from '../media/statements/item-columns.ts';

/** More than a page has; the planner guesses a tenth of the table where LIMIT is a parameter alone. */
const atMost = 101;

/**
 * What one person published: a page reads its own rows, however many there are, by an index in their order. The ids are
 * found first and kept apart, so that no plan walks the feed of all in search of them.
 */
function statementsFor(suffix: string, typeCondition: string) {
  const published = `m.uploader_id = $1 AND m.status = 'READY' AND m.deleted_at IS NULL ${typeCondition}`;
  const itemsOf = (condition: string, rest: string) => `
    WITH chosen AS MATERIALIZED (
      SELECT m.id FROM media m WHERE ${published} ${condition}
      ORDER BY m.published_at DESC, m.id DESC ${rest} LIMIT ${String(atMost)}
    )
    SELECT ${itemColumns('$4')} FROM chosen JOIN media m ON m.id = chosen.id
    ORDER BY m.published_at DESC, m.id DESC LIMIT $3`;
  return {
    page: { name: `feed_uploader_page${suffix}`, text: itemsOf('', 'OFFSET $5') },
    after: {
      name: `feed_uploader_after${suffix}`,
      text: itemsOf('AND (m.published_at, m.id) < ($5, $6)', ''),
    },
    total: {
      name: `feed_uploader_total${suffix}`,
      text: `SELECT count(*) AS total FROM media m WHERE ${published}`,
    },
  } satisfies Record<string, Statement>;
}

/** $1 the uploader, $2 the type, $3 the limit, $4 the URL before keys, then the place; the total takes two of them. */
export const uploadsOfAllTypes = statementsFor('', 'AND $2::text IS NULL');
export const uploadsOfOneType = statementsFor('_of_type', 'AND m.type = $2');
