import type { MediaClass, MediaStatus, MediaType } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { PartitionedBatcher } from '../batching/partitioned-batcher.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { advisoryLock } from '../media/statements/advisory-locks.ts';

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

interface UploadRequest {
  readonly upload: NewUpload;
  readonly maxUnfinished: number;
}

/** In order, so that batches of two instances cannot deadlock. */
const lockUnfinished: Statement = {
  name: 'uploads_lock_unfinished',
  text: `
    SELECT pg_advisory_xact_lock(${String(advisoryLock.unfinishedUploads)}, uploader)
    FROM (SELECT DISTINCT hashtext(id) AS uploader FROM unnest($1::text[]) AS id ORDER BY 1) AS uploaders`,
};

/**
 * Those within the quota of their uploader, who may be there several times: the first of them go first. Unfinished
 * ones are counted once for all, by the index that media.entity.ts keeps for it.
 */
const insertWithinQuota: Statement = {
  name: 'uploads_insert_within_quota',
  text: `
    INSERT INTO media (id, uploader_id, type, declared_mime_type, file_name, size, part_size,
                       url_expires_at, deadline_at)
    SELECT id, uploader_id, type, declared_mime_type, file_name, size, part_size, url_expires_at, deadline_at
    FROM (
      SELECT *, row_number() OVER (PARTITION BY uploader_id ORDER BY position) AS turn
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::integer[],
                  $8::timestamptz[], $9::timestamptz[], $10::integer[])
        WITH ORDINALITY AS request (id, uploader_id, type, declared_mime_type, file_name, size, part_size,
                                    url_expires_at, deadline_at, max_unfinished, position)
      WHERE NOT EXISTS (SELECT FROM users WHERE users.id = uploader_id AND suspended_at IS NOT NULL)
    ) AS requests
    LEFT JOIN (
      SELECT uploader_id AS owner, count(*) AS items FROM media
      WHERE uploader_id = ANY ($2::uuid[]) AND status = 'PENDING' AND deleted_at IS NULL
        AND uploader_id > '00000000-0000-0000-0000-000000000000'
      GROUP BY uploader_id
    ) AS unfinished ON owner = uploader_id
    WHERE max_unfinished >= turn + coalesce(items, 0)
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
  private readonly batcher = new PartitionedBatcher<UploadRequest, boolean>(
    (requests) => this.insertBatch(requests),
    { partitionBy: ({ upload }) => upload.uploaderId },
  );

  constructor(private readonly database: Database) {}

  /**
   * False when the user has `maxUnfinished` unfinished uploads already, or is suspended; exact whatever runs at once.
   */
  async insertWithinQuota(upload: NewUpload, maxUnfinished: number): Promise<boolean> {
    return this.batcher.add({ upload, maxUnfinished });
  }

  /** Whether each was within its quota. */
  private async insertBatch(requests: readonly UploadRequest[]): Promise<boolean[]> {
    const uploads = requests.map(({ upload }) => upload);
    return this.database.transaction(async (transaction) => {
      // A statement of its own: what counts must see what the one before committed.
      await transaction.query(lockUnfinished, [uploads.map(({ uploaderId }) => uploaderId)]);
      const rows = await transaction.query<{ id: string }>(insertWithinQuota, [
        uploads.map(({ id }) => id),
        uploads.map(({ uploaderId }) => uploaderId),
        uploads.map(({ type }) => type),
        uploads.map(({ declaredMimeType }) => declaredMimeType),
        uploads.map(({ fileName }) => fileName),
        uploads.map(({ size }) => size),
        uploads.map(({ partSize }) => partSize),
        uploads.map(({ urlExpiresAt }) => urlExpiresAt),
        uploads.map(({ deadlineAt }) => deadlineAt),
        requests.map(({ maxUnfinished }) => maxUnfinished),
      ]);
      const inserted = new Set(rows.map(({ id }) => id));
      return uploads.map(({ id }) => inserted.has(id));
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

  /** Notes the arrival unless the inspection result was faster; the status now, `undefined` when it was deleted. */
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
