import type { MediaClass, MediaStatus, PublishedRendition } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

const findStates: Statement = {
  name: 'inventory_find_states',
  text: `
    SELECT id, uploader_id, status, upload_id, renditions, deleted_at IS NOT NULL AS deleted,
           upload_removed_at IS NOT NULL AS upload_removed,
           removal_requested_at IS NOT NULL AS removal_noted, 
           (removal_cause = 'LEAVING' OR restore_requested_at IS NOT NULL) AS hidden
    FROM media WHERE id = ANY($1)`,
};

const findPublished: Statement = {
  name: 'inventory_find_published',
  text: `
    SELECT id, uploader_id, renditions FROM media
    WHERE type = $1 AND status = 'READY' AND deleted_at IS NULL AND id > $2
    ORDER BY id LIMIT $3`,
};

/** One call in `$2` seconds. */
const claimRepublication: Statement = {
  name: 'inventory_claim_republication',
  text: `
    UPDATE media SET next_look_at = now() + $2 * interval '1 second', invocations = invocations + 1
    WHERE id = $1 AND status = 'READY' AND deleted_at IS NULL AND next_look_at <= now()
    RETURNING id`,
};

export interface InventoryState {
  readonly id: string;
  readonly uploader_id: string;
  readonly status: MediaStatus;
  readonly upload_id: string | null;
  readonly renditions: readonly PublishedRendition[];
  readonly deleted: boolean;
  readonly upload_removed: boolean;
  /** Its objects go by that note, after a copy where they need one. */
  readonly removal_noted: boolean;
  /** Its owner is leaving and may come back, or it is being restored: the objects stay. */
  readonly hidden: boolean | null;
}

export interface PublishedRow {
  readonly id: string;
  readonly uploader_id: string;
  readonly renditions: readonly PublishedRendition[];
}

/** What should lie in the buckets. */
@Injectable()
export class InventoryRepository {
  constructor(private readonly database: Database) {}

  /** By id, tombstones too. */
  async findStates(mediaIds: readonly string[]): Promise<ReadonlyMap<string, InventoryState>> {
    const rows = await this.database.query<InventoryState & { id: string }>(findStates, [
      [...new Set(mediaIds)],
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The feed's items of a class by id, from after `afterId` on. */
  async findPublished(mediaClass: MediaClass, afterId: string, limit: number): Promise<PublishedRow[]> {
    return this.database.query<PublishedRow & { id: string }>(findPublished, [mediaClass, afterId, limit]);
  }

  /** False when it was claimed lately. */
  async claimRepublication(mediaId: string, pauseSeconds: number): Promise<boolean> {
    return (await this.database.query(claimRepublication, [mediaId, pauseSeconds])).length > 0;
  }
}
