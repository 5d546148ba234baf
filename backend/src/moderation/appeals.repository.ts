import { limits } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { appealsOf } from '../media/statements/item-columns.ts';
import { appendUpdated } from '../media/statements/media-events.ts';

/** Before reports of the same age: somebody's work is gone. */
const urgency = 2;

/** Once a removal, however many ask at once: the second finds the open case of the first. */
const insertAppeal: Statement = {
  name: 'appeals_insert',
  text: `
    WITH removed AS (
      SELECT m.id, m.uploader_id FROM media m
      WHERE m.id = $1 AND m.uploader_id = $2 AND m.deleted_at IS NULL AND m.status = 'REMOVED'
        AND m.removal_cause = 'TAKEDOWN' AND m.restore_requested_at IS NULL
        AND m.removed_at > now() - make_interval(days => ${String(limits.restorableDays)})
        AND NOT EXISTS (${appealsOf('m')})
    ), opened AS (
      INSERT INTO moderation_cases (id, subject_kind, subject_id, user_id, urgency, appeal_text)
      SELECT $3, 'MEDIA', id, uploader_id, ${String(urgency)}, $4 FROM removed
      ON CONFLICT (subject_kind, subject_id) WHERE decided_at IS NULL DO NOTHING
      RETURNING subject_id AS id, user_id AS uploader_id
    ), notified AS (${appendUpdated('opened')}
    )
    SELECT id FROM opened`,
};

@Injectable()
export class AppealsRepository {
  constructor(private readonly database: Database) {}

  /** False where no operator removed such an item of theirs, it is too late, or they have answered. */
  async insert(mediaId: string, ownerId: string, text: string): Promise<boolean> {
    const values = [mediaId, ownerId, uuidv7(), text];
    return (await this.database.query(insertAppeal, values)).length > 0;
  }
}
