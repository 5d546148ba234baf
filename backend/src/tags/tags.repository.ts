import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

/** Tags that begin alike and are looked at one by one. */
const maxLookedAt = 2_000;

/**
 * Exact up to {@link maxLookedAt} tags that begin so. Of more, those among the most used of all that do, which there
 * are then, and after them those that come first by their letters: the cost has a bound whatever is asked for.
 */
const findByPrefix: Statement = {
  name: 'tags_find_by_prefix',
  text: `
    WITH wanted AS (SELECT tag_key($1) AS prefix), alike AS MATERIALIZED (
      SELECT key, name, items FROM tags
      WHERE key >= (SELECT prefix FROM wanted) AND key ^@ (SELECT prefix FROM wanted)
        AND key < (SELECT prefix FROM wanted) || U&'\\+10FFFF' AND items > 0
      ORDER BY key LIMIT ${String(maxLookedAt)}
    ), most_used AS MATERIALIZED (
      SELECT key, name, items FROM (
        SELECT key, name, items FROM tags WHERE items > 0 AND (SELECT count(*) FROM alike) = ${String(maxLookedAt)}
        ORDER BY items DESC, key LIMIT ${String(5 * maxLookedAt)}
      ) most WHERE key ^@ (SELECT prefix FROM wanted)
    )
    SELECT name AS tag, items FROM (SELECT * FROM alike UNION SELECT * FROM most_used) found
    ORDER BY items DESC, key LIMIT $2`,
};

@Injectable()
export class TagsRepository {
  constructor(private readonly database: Database) {}

  /** Most used first; those of no published item are not among them. */
  async findByPrefix(prefix: string, limit: number): Promise<{ tag: string; items: number }[]> {
    return this.database.query<{ tag: string; items: number }>(findByPrefix, [prefix, limit]);
  }
}
