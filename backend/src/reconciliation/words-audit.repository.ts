import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

/** Of a slice of items by id: how far it reaches, and those whose words are not those of their texts. */
const compare: Statement = {
  name: 'words_audit_compare',
  text: `
    WITH slice AS MATERIALIZED (
      SELECT id, uploader_id, type, published_at, caption, alt_text, status = 'READY' AND deleted_at IS NULL AS is_public
      FROM media WHERE id > $1 ORDER BY id LIMIT $2
    )
    SELECT (SELECT count(*) FROM slice)::integer AS seen, (SELECT max(id::text) FROM slice) AS last,
      ARRAY(
        SELECT s.id::text FROM slice s
        JOIN users u ON u.id = s.uploader_id
        LEFT JOIN media_words w ON w.media_id = s.id
        WHERE CASE WHEN is_public
          THEN (w.type, w.published_at, w.words)
            IS DISTINCT FROM (s.type, s.published_at, search_document(ARRAY[s.caption, s.alt_text, u.name]))
          ELSE w.media_id IS NOT NULL
        END
      ) AS wrong`,
};

const index: Statement = { name: 'words_audit_index', text: 'SELECT index_words($1)' };

interface WordsComparison {
  readonly seen: number;
  readonly last: string | null;
  readonly wrong: readonly string[];
}

/** Words of published items against their texts. */
@Injectable()
export class WordsAuditRepository {
  constructor(private readonly database: Database) {}

  async compare(afterId: string, limit: number): Promise<WordsComparison> {
    const [row] = await this.database.query<WordsComparison & { seen: number }>(compare, [afterId, limit]);
    return row ?? { seen: 0, last: null, wrong: [] };
  }

  /** One item in a transaction of its own, so that nothing waits for long. */
  async index(mediaId: string): Promise<boolean> {
    await this.database.query(index, [mediaId]);
    return true;
  }
}
