import type { MediaClass, MediaStatus, MediaType } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.ts';
import type { Statement } from '../../database/statement.ts';
import { advisoryLock } from '../advisory-locks.ts';

export interface NewUpload {
  readonly id: string;
  readonly uploaderId: string;
  readonly type: MediaClass;
  readonly declaredMimeType: MediaType;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes; null for a single PUT. */
  readonly partSize: number | null;
  readonly urlExpiresAt: Date;
  /** When it becomes EXPIRED unless it has arrived. */
  readonly deadlineAt: Date;
}

export interface MultipartRow {
  readonly status: MediaStatus;
  /** bigint, which the driver gives as text. */
  readonly size: string;
  readonly part_size: number;
  /** Null until storage has given one. */
  readonly upload_id: string | null;
  readonly deadline_at: Date;
  readonly deleted_at: Date | null;
}

interface StatusRow {
  readonly status: MediaStatus;
}

const lockUnfinished: Statement = {
  name: 'uploads_lock_unfinished',
  text: `SELECT pg_advisory_xact_lock(${String(advisoryLock.unfinishedUploads)}, hashtext($1))`,
};

const insertWithinQuota: Statement = {
  name: 'uploads_insert_within_quota',
  text: `
    INSERT INTO media (id, uploader_id, type, declared_mime_type, file_name, size, part_size,
                       url_expires_at, deadline_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
    WHERE $10 > (
      SELECT count(*) FROM media
      WHERE uploader_id = $2 AND status = 'PENDING' AND deleted_at IS NULL
    )
    RETURNING id`,
};

const setUploadId: Statement = {
  name: 'uploads_set_upload_id',
  text: `UPDATE media SET upload_id = $2 WHERE id = $1 AND upload_id IS NULL AND deleted_at IS NULL
         RETURNING id`,
};

const forget: Statement = {
  name: 'uploads_forget',
  text: `DELETE FROM media WHERE id = $1 AND status = 'PENDING' AND upload_id IS NULL`,
};

const findMultipart: Statement = {
  name: 'uploads_find_multipart',
  text: `
    SELECT status, size, part_size, upload_id, deadline_at, deleted_at FROM media
    WHERE id = $1 AND uploader_id = $2 AND part_size IS NOT NULL`,
};

const setArrived: Statement = {
  name: 'uploads_set_arrived',
  text: `
    UPDATE media SET arrived_at = now() WHERE id = $1 AND status = 'PENDING' AND arrived_at IS NULL
    RETURNING status`,
};

const findStatus: Statement = {
  name: 'uploads_find_status',
  text: 'SELECT status FROM media WHERE id = $1 AND deleted_at IS NULL',
};

/** Prolongs how long the key must not become free; a part's URL may outlive the deadline. */
const keepKeyUntil: Statement = {
  name: 'uploads_keep_key_until',
  text: 'UPDATE media SET url_expires_at = $2 WHERE id = $1 AND url_expires_at < $2',
};

@Injectable()
export class UploadsRepository {
  constructor(private readonly database: Database) {}

  /** False when the user has `maxUnfinished` unfinished uploads already; exact whatever runs at once. */
  async insertWithinQuota(upload: NewUpload, maxUnfinished: number): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      // A statement of its own: what counts must see what the one before committed.
      await transaction.query(lockUnfinished, [upload.uploaderId]);
      const inserted = await transaction.query(insertWithinQuota, [
        upload.id,
        upload.uploaderId,
        upload.type,
        upload.declaredMimeType,
        upload.fileName,
        upload.size,
        upload.partSize,
        upload.urlExpiresAt,
        upload.deadlineAt,
        maxUnfinished,
      ]);
      return inserted.length > 0;
    });
  }

  /** False when its owner deleted it meanwhile. */
  async setUploadId(mediaId: string, uploadId: string): Promise<boolean> {
    return (await this.database.query(setUploadId, [mediaId, uploadId])).length > 0;
  }

  /** Takes a request back for which storage gave nothing, so that it does not count as unfinished. */
  async forget(mediaId: string): Promise<void> {
    await this.database.query(forget, [mediaId]);
  }

  /** A multipart upload of that person, its tombstone too. */
  async findMultipart(mediaId: string, uploaderId: string): Promise<MultipartRow | undefined> {
    const [row] = await this.database.query<MultipartRow & { id: string }>(findMultipart, [
      mediaId,
      uploaderId,
    ]);
    return row;
  }

  /** Notes the arrival unless the verdict was faster; the status now, `undefined` when it was deleted. */
  async recordArrival(mediaId: string): Promise<MediaStatus | undefined> {
    const [arrived] = await this.database.query<StatusRow>(setArrived, [mediaId]);
    if (arrived) return arrived.status;
    const [row] = await this.database.query<StatusRow>(findStatus, [mediaId]);
    return row?.status;
  }

  async keepKeyUntil(mediaId: string, until: Date): Promise<void> {
    await this.database.query(keepKeyUntil, [mediaId, until]);
  }
}
