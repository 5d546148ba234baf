import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../database/database.ts';
import { appendUpdated } from '../events/media-events.repository.ts';

const findOverdue: Statement = {
  name: 'expiry_find_overdue',
  text: `
    SELECT id, uploader_id, upload_id FROM media
    WHERE status = 'PENDING' AND deleted_at IS NULL AND deadline_at < now() AND id > $1
    ORDER BY id LIMIT $2`,
};

const expire: Statement = {
  name: 'expiry_expire',
  text: `
    WITH target AS MATERIALIZED (
      SELECT id FROM media
      WHERE id = ANY($1) AND status = 'PENDING' AND deleted_at IS NULL AND deadline_at < now()
      ORDER BY id
      FOR NO KEY UPDATE
    ), expired AS (
      UPDATE media m SET status = 'EXPIRED', expired_at = now() FROM target WHERE m.id = target.id
      RETURNING m.id, m.uploader_id
    ), told AS (${appendUpdated('expired')})
    SELECT id FROM expired`,
};

export interface OverdueRow {
  readonly id: string;
  readonly uploader_id: string;
  readonly upload_id: string | null;
}

@Injectable()
export class ExpiryRepository {
  constructor(private readonly database: Database) {}

  /** Unfinished uploads past their deadline, by id, from after `afterId` on. */
  async findOverdue(afterId: string, limit: number): Promise<OverdueRow[]> {
    return this.database.query<OverdueRow & { id: string }>(findOverdue, [afterId, limit]);
  }

  /** How many of them were still unfinished and are EXPIRED now. */
  async expire(mediaIds: readonly string[]): Promise<number> {
    return (await this.database.query(expire, [mediaIds])).length;
  }
}
