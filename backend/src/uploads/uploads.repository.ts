import type { MediaClass, MediaStatus, MediaType } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { PartitionedBatcher } from '../batching/partitioned-batcher.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { Barred } from '../identity/standing.ts';
import { advisoryLock } from '../media/statements/advisory-locks.ts';
import { addUsage, slotOf, usageOfUser, usedByUser } from '../media/statements/usage.ts';
import { quotasOf } from '../config/quotas.ts';

export interface NewUpload {
  readonly id: string;
  readonly uploaderId: string;
  readonly type: MediaClass;
  readonly declaredMimeType: MediaType;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly caption: string | null;
  /** Of the caption, all of them. */
  readonly tags: readonly string[];
  readonly altText: string | null;
  readonly sensitive: boolean;
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

/** Why an upload was not let in. */
export interface Refusal {
  /** `uploads`, `bytes`: those of a day are used up; `processing`: the working time of an hour is. */
  readonly reason: Barred | 'unverified' | 'unfinished' | 'uploads' | 'bytes' | 'processing';
  /** Seconds until something of it no longer counts, where that is known. */
  readonly waitSeconds: number | undefined;
}

interface DecidedRow {
  readonly id: string;
  readonly refusal: Refusal['reason'] | null;
  readonly wait: number | null;
}

/** In order, so that batches of two instances cannot deadlock. */
const lockUnfinished: Statement = {
  name: 'uploads_lock_unfinished',
  text: `
    SELECT pg_advisory_xact_lock(${String(advisoryLock.unfinishedUploads)}, uploader)
    FROM (SELECT DISTINCT hashtext(id) AS uploader FROM unnest($1::text[]) AS id ORDER BY 1) AS uploaders`,
};

/**
 * Those within the quotas of their uploader, who may be there several times: the first of them go first. What counts is
 * read once for all, by the indexes that media.entity.ts keeps for it, and what is let in is added to it.
 */
const insertWithinQuotas: Statement = {
  name: 'uploads_insert_within_quotas',
  text: `
    WITH request AS MATERIALIZED (
      SELECT *, row_number() OVER turns AS turn, sum(size) OVER turns AS turn_bytes
      FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (
        "id" uuid, "uploaderId" uuid, "type" text, "declaredMimeType" text, "fileName" text, "size" bigint,
        "partSize" integer, "urlExpiresAt" timestamptz, "deadlineAt" timestamptz, "caption" text, "tags" text[],
        "altText" text, "sensitive" boolean
      )) WITH ORDINALITY AS request (id, uploader_id, type, declared_mime_type, file_name, size, part_size,
                                     url_expires_at, deadline_at, caption, tags, alt_text, sensitive,
                                     position)
      WINDOW turns AS (PARTITION BY uploader_id ORDER BY position)
    ), account AS MATERIALIZED (
      SELECT ${usageOfUser('$2')} FROM users u CROSS JOIN ${usedByUser} WHERE u.id = ANY ($8::uuid[])
    ), quota AS (
      SELECT * FROM unnest($3::boolean[], $4::integer[], $5::integer[], $6::bigint[], $7::bigint[])
        AS quota (of_new, max_unfinished, max_items, max_bytes, max_processing_ms)
    ), decided AS MATERIALIZED (
      SELECT request.*,
        CASE
          WHEN owner IS NULL THEN 'gone'
          WHEN barred IS NOT NULL THEN barred
          WHEN unverified AND $9 THEN 'unverified'
          WHEN unfinished + turn > max_unfinished THEN 'unfinished'
          WHEN items + turn > max_items THEN 'uploads'
          WHEN bytes + turn_bytes > max_bytes THEN 'bytes'
          WHEN processing_ms >= max_processing_ms THEN 'processing'
        END AS refusal,
        day_wait, hour_wait
      FROM request LEFT JOIN account ON owner = uploader_id LEFT JOIN quota ON of_new = is_new
    ), inserted AS (
      INSERT INTO media (id, uploader_id, type, declared_mime_type, file_name, size, part_size,
                         url_expires_at, deadline_at, caption, tags, alt_text, sensitive)
      SELECT id, uploader_id, type, declared_mime_type, file_name, size, part_size, url_expires_at, deadline_at,
             caption, distinct_tags(tags), alt_text, sensitive
      FROM decided WHERE refusal IS NULL
      RETURNING uploader_id, size
    ), used AS (
      SELECT uploader_id AS user_id, 1 AS items, size AS bytes, 0::bigint AS processing_ms FROM inserted
    ), counted AS (${addUsage('used')})
    SELECT id, refusal, ceil(CASE WHEN refusal IN ('uploads', 'bytes') THEN day_wait WHEN refusal = 'processing' THEN hour_wait END)::float8 AS wait
    FROM decided`,
};

const setUploadId: Statement = {
  name: 'uploads_set_upload_id',
  text: `UPDATE media SET upload_id = $2 WHERE id = $1 AND upload_id IS NULL AND deleted_at IS NULL
         RETURNING id`,
};

const forget: Statement = {
  name: 'uploads_forget',
  text: `
    WITH forgotten AS (
      DELETE FROM media WHERE id = $1 AND status = 'PENDING' AND upload_id IS NULL
      RETURNING uploader_id, size, created_at
    )
    UPDATE usage_slots u SET items = greatest(0, u.items - 1), bytes = greatest(0, u.bytes - size)
    FROM forgotten WHERE u.user_id = uploader_id AND u.slot = ${slotOf('created_at')}`,
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
  private readonly batcher = new PartitionedBatcher<NewUpload, Refusal | undefined>(
    (uploads) => this.insertBatch(uploads),
    { partitionBy: ({ uploaderId }) => uploaderId },
  );

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** `undefined` when it was let in; exact whatever runs at once. */
  async insertWithinQuotas(upload: NewUpload): Promise<Refusal | undefined> {
    return this.batcher.add(upload);
  }

  /** Of each why it was not let in. */
  private async insertBatch(uploads: readonly NewUpload[]): Promise<(Refusal | undefined)[]> {
    const quotas = [quotasOf(this.config, false), quotasOf(this.config, true)];
    return this.database.transaction(async (transaction) => {
      // A statement of its own: what counts must see what the one before committed.
      const uploaders = uploads.map(({ uploaderId }) => uploaderId);
      await transaction.query(lockUnfinished, [uploaders]);
      const rows = await transaction.query<DecidedRow & { id: string }>(insertWithinQuotas, [
        JSON.stringify(uploads),
        this.config.newAccountSeconds,
        [false, true],
        quotas.map(({ unfinished }) => unfinished),
        quotas.map(({ items }) => items),
        quotas.map(({ bytes }) => bytes),
        quotas.map(({ processingMs }) => processingMs),
        uploaders,
        this.config.emailVerification === 'required',
      ]);
      const refusals = new Map(rows.map((row) => [row.id, refusalOf(row)]));
      return uploads.map(({ id }) => refusals.get(id));
    });
  }

  /** False when its owner deleted it meanwhile. */
  async setUploadId(mediaId: string, uploadId: string): Promise<boolean> {
    return (await this.database.query(setUploadId, [mediaId, uploadId])).length > 0;
  }

  /** Takes a request back for which storage gave nothing, so that it does not count. */
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

const refusalOf = ({ refusal, wait }: DecidedRow): Refusal | undefined =>
  refusal === null ? undefined : { reason: refusal, waitSeconds: wait ?? undefined };
