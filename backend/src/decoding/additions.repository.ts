import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { appendUpdated } from '../media/statements/media-events.ts';
import { addUsage, chargedMs } from '../media/statements/usage.ts';
import type { Addition } from './addition.ts';

/**
 * Once for each item, and only while it is what was decoded. A picture goes in front of what is played. Work is charged
 * to the owner as the inspection's is.
 */
const recordAddition: Statement = {
  name: 'additions_record',
  text: `
    WITH added AS (
      UPDATE media m SET
        renditions = $5::jsonb || m.renditions,
        placeholder = coalesce($6, m.placeholder),
        peaks = $7,
        decoded_at = now()
      WHERE m.id = $1 AND m.uploader_id = $2 AND m.etag = $3 AND m.type = $4
        AND m.status = 'READY' AND m.deleted_at IS NULL AND m.decoded_at IS NULL
        AND $9::timestamptz > now() - $10 * interval '1 second'
      RETURNING m.id, m.uploader_id
    ), notified AS (${appendUpdated('added')}
    ), work AS (
      SELECT uploader_id AS user_id, 0 AS items, 0::bigint AS bytes,
        ${chargedMs('$8::float8')} AS processing_ms
      FROM added WHERE $8::float8 > 0
    ), charged AS (${addUsage('work')})
    SELECT id FROM added`,
};

@Injectable()
export class AdditionsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Whether the item has changed.
   *
   * @param maxAgeSeconds older ones are of objects that may be gone by now
   */
  async record(addition: Addition, maxAgeSeconds: number): Promise<boolean> {
    const { mediaId, userId, etag, type, poster, peaks, processingSeconds, decodedAt } = addition;
    const rows = await this.database.query(recordAddition, [
      ...[mediaId, userId, etag, type, JSON.stringify(poster?.renditions ?? [])],
      ...[poster?.placeholder ?? null, peaks ?? null, processingSeconds ?? 0, decodedAt, maxAgeSeconds],
    ]);
    return rows.length > 0;
  }
}
