import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

/** The inspection result, or what took its place, is in for as long as the URL has been dead. */
const findFreeable: Statement = {
  name: 'retained_uploads_find_freeable',
  text: `
    SELECT id, uploader_id, upload_id, deleted_at IS NOT NULL AS deleted FROM media
    WHERE upload_removed_at IS NULL AND url_expires_at <= now() - $2 * interval '1 second'
      AND coalesce(deleted_at, expired_at, rejected_at, published_at) <= now() - $2 * interval '1 second'
      AND removal_requested_at IS NULL
    ORDER BY url_expires_at LIMIT $1`,
};

const noteRemoved: Statement = {
  name: 'retained_uploads_note_removed',
  text: 'UPDATE media SET upload_removed_at = now() WHERE id = $1 AND upload_removed_at IS NULL RETURNING id',
};

const purge: Statement = {
  name: 'retained_uploads_purge',
  text: 'DELETE FROM media WHERE id = $1 AND deleted_at IS NOT NULL RETURNING id',
};

export interface RetainedUploadRow {
  readonly id: string;
  readonly uploader_id: string;
  readonly upload_id: string | null;
  readonly deleted: boolean;
}

@Injectable()
export class RetainedUploadsRepository {
  constructor(private readonly database: Database) {}

  /** Uploads whose key may be freed: dead URL and result are both that old. */
  async findFreeable(limit: number, retentionSeconds: number): Promise<RetainedUploadRow[]> {
    return this.database.query<RetainedUploadRow & { id: string }>(findFreeable, [limit, retentionSeconds]);
  }

  async noteRemoved(mediaId: string): Promise<boolean> {
    return (await this.database.query(noteRemoved, [mediaId])).length > 0;
  }

  async purge(mediaId: string): Promise<boolean> {
    return (await this.database.query(purge, [mediaId])).length > 0;
  }
}
