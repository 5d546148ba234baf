import type { Statement } from '../database/statement.ts';
import { totalOf } from '../media/statements/feed-counts.ts';
import { itemColumns } from '../media/statements/item-columns.ts';
import { maxPrefixWords } from './search-plan.ts';

/** $1 terms, $2 whether each may be typed by half, $3 all types. */
export const findWords: Statement = {
  name: 'search_find_words',
  text: `
    SELECT (term.number - 1)::integer AS term, found.word, coalesce(counted.items, 0) AS items,
      begun.items AS "begunItems", begun.words AS "begunWords", ${totalOf('$3::text[]')}::float8 AS total
    FROM ROWS FROM (unnest($1::text[]), unnest($2::boolean[])) WITH ORDINALITY AS term (written, open, number)
    CROSS JOIN LATERAL unnest(search_words(term.written, true)) WITH ORDINALITY AS found (word, place)
    LEFT JOIN word_counts counted ON counted.word = found.word
    LEFT JOIN LATERAL (
      SELECT coalesce(sum(items), 0)::float8 AS items, count(*)::integer AS words FROM (
        SELECT items FROM word_counts alike
        WHERE alike.word >= found.word AND alike.word < found.word || U&'\\+10FFFF' AND alike.items > 0
        ORDER BY alike.word LIMIT ${String(maxPrefixWords)}
      ) alike
    ) begun ON term.open
    ORDER BY term.number, found.place`,
};

/** $1 words that no item has: those that are a slip or two apart, most used first. */
export const findMeant: Statement = {
  name: 'search_find_meant',
  text: `
    SELECT asked, word, items FROM unnest($1::text[]) AS asked
    CROSS JOIN LATERAL (
      SELECT word, items FROM word_counts WHERE slips && word_slips(asked) AND items > 0
      ORDER BY items DESC, word LIMIT 50
    ) alike`,
};

/** Of one transaction: how many milliseconds a statement of it may take, and that it is the index that answers. */
export const boundByMilliseconds: Statement = {
  name: 'search_bound',
  text: `SELECT set_config('statement_timeout', $1, true), set_config('enable_seqscan', 'off', true)`,
};

/** $1 query, $2 type or null, $3 and $4 the place, $5 limit, $6 what the index is asked for. What it finds is put in order afterwards. */
export const findByIndex: Statement = {
  name: 'search_find_by_index',
  text: `
    WITH matched AS MATERIALIZED (
      SELECT media_id, published_at, type, words FROM media_words WHERE words @@ $6::tsquery
    )
    SELECT media_id AS id, (extract(epoch FROM published_at) * 1000)::float8 AS at FROM matched
    WHERE words @@ $1::tsquery AND ($2::text IS NULL OR type = $2)
      AND (published_at, media_id) < ($3::timestamptz, $4::uuid)
    ORDER BY published_at DESC, media_id DESC LIMIT $5`,
};

/** The same, and $6 how many rows to walk at most. One row at least where anything was walked: the last, matching or not. */
export const walk: Statement = {
  name: 'search_walk',
  text: `
    WITH walked AS MATERIALIZED (
      SELECT media_id AS id, published_at,
        words @@ $1::tsquery AND ($2::text IS NULL OR type = $2) AS matches
      FROM media_words WHERE (published_at, media_id) < ($3::timestamptz, $4::uuid)
      ORDER BY published_at DESC, media_id DESC LIMIT $6
    ), last AS (
      SELECT id FROM walked ORDER BY published_at, id LIMIT 1
    )
    SELECT id, (extract(epoch FROM published_at) * 1000)::float8 AS at, matches,
      (SELECT count(*) FROM walked)::integer AS walked
    FROM (
      (SELECT * FROM walked WHERE matches ORDER BY published_at DESC, id DESC LIMIT $5)
      UNION
      (SELECT * FROM walked WHERE id = (SELECT id FROM last))
    ) found
    ORDER BY published_at DESC, id DESC`,
};

/** $1 ids in order, $2 the URL before keys. */
export const findItems: Statement = {
  name: 'search_find_items',
  text: `
    SELECT ${itemColumns('$2')}
    FROM unnest($1::uuid[]) WITH ORDINALITY AS chosen (id, place) JOIN media m ON m.id = chosen.id
    WHERE m.status = 'READY' AND m.deleted_at IS NULL
    ORDER BY chosen.place`,
};
