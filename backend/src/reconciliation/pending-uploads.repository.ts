import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { appendUpdated } from '../media/statements/media-events.ts';

/**
 * First what is due, by its own indexes (media.entity.ts says why infinity stands there), then a page of it: the
 * other way round all media would be read.
 */
const findDue: Statement = {
  name: 'pending_uploads_find_due',
  text: `
    WITH due AS MATERIALIZED (
      SELECT id FROM media
      WHERE status = 'PENDING' AND deleted_at IS NULL
        AND ((next_look_at > '-infinity' AND next_look_at <= now()
              AND created_at <= now() - $3 * interval '1 second')
             OR (deadline_at > '-infinity' AND deadline_at <= now()))
    )
    SELECT id, uploader_id, upload_id, created_at, deadline_at, next_look_at, arrived_at, invocations
    FROM media WHERE id IN (SELECT id FROM due WHERE id > $1 ORDER BY id LIMIT $2)
    ORDER BY id`,
};

/** Only from the look that was decided on, so that two runs at once count as one. */
const noteLook: Statement = {
  name: 'pending_uploads_note_look',
  text: `
    UPDATE media SET next_look_at = $3, invocations = invocations + $4
    WHERE id = $1 AND next_look_at = $2 AND status = 'PENDING' AND deleted_at IS NULL
    RETURNING id`,
};

const noteArrival: Statement = {
  name: 'pending_uploads_note_arrival',
  text: `
    WITH arrived AS (
      UPDATE media SET arrived_at = least(greatest($2, created_at), now())
      WHERE id = $1 AND arrived_at IS NULL AND status = 'PENDING' AND deleted_at IS NULL
      RETURNING id, uploader_id
    ), notified AS (${appendUpdated('arrived')})
    SELECT id FROM arrived`,
};

const expire: Statement = {
  name: 'pending_uploads_expire',
  text: `
    WITH expired AS (
      UPDATE media SET status = 'EXPIRED', expired_at = now()
      WHERE id = $1 AND status = 'PENDING' AND deleted_at IS NULL AND deadline_at <= now()
      RETURNING id, uploader_id
    ), notified AS (${appendUpdated('expired')})
    SELECT id FROM expired`,
};

export interface PendingRow {
  readonly id: string;
  readonly uploader_id: string;
  readonly upload_id: string | null;
  readonly created_at: Date;
  readonly deadline_at: Date;
  readonly next_look_at: Date;
  readonly arrived_at: Date | null;
  readonly invocations: number;
}

@Injectable()
export class PendingUploadsRepository {
  constructor(private readonly database: Database) {}

  /** Unfinished uploads to look at now, by id, from after `afterId` on; fresh ones are left alone. */
  async findDue(afterId: string, limit: number, freshForSeconds: number): Promise<PendingRow[]> {
    return this.database.query<PendingRow & { id: string }>(findDue, [afterId, limit, freshForSeconds]);
  }

  /** False when another run has looked meanwhile, or the inspection result has come. */
  async noteLook({ id, next_look_at: last }: PendingRow, next: Date, invoked: boolean): Promise<boolean> {
    return (await this.database.query(noteLook, [id, last, next, invoked ? 1 : 0])).length > 0;
  }

  /** Its owner is notified of the first time. */
  async noteArrival(mediaId: string, at: Date): Promise<void> {
    await this.database.query(noteArrival, [mediaId, at]);
  }

  /** False when it is unfinished no more. */
  async expire(mediaId: string): Promise<boolean> {
    return (await this.database.query(expire, [mediaId])).length > 0;
  }
}
