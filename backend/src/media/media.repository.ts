import { limits, type MediaStatus, tagsOf } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { countOut } from './statements/feed-counts.ts';
import type { MediaTexts } from './media-texts.ts';
import { type ItemRow, itemColumns, originalMayLeave } from './statements/item-columns.ts';

const findVisible: Statement = {
  name: 'media_find_visible',
  text: `
    SELECT ${itemColumns('$3')} FROM media m
    WHERE m.id = $1 AND m.deleted_at IS NULL AND (m.status = 'READY' OR m.uploader_id = $2)`,
};

const findOwnByIds: Statement = {
  name: 'media_find_own_by_ids',
  text: `
    SELECT ${itemColumns('$3')} FROM media m
    WHERE m.id = ANY($1) AND m.uploader_id = $2 AND m.deleted_at IS NULL`,
};

/** $3 and $5: whether alternative text ($4) and caption ($6, its tags $7) change; $8: null where that stays. */
const changeTexts: Statement = {
  name: 'media_change_texts',
  text: `
    UPDATE media m SET
      alt_text = new.alt_text,
      caption = new.caption,
      tags = CASE WHEN $5 THEN distinct_tags($7::text[]) ELSE m.tags END,
      sensitive = coalesce($8, m.sensitive),
      edited_at = CASE
        WHEN m.published_at IS NULL OR (m.alt_text, m.caption) IS NOT DISTINCT FROM (new.alt_text, new.caption)
        THEN m.edited_at ELSE now()
      END
    FROM (
      SELECT id, CASE WHEN $3 THEN $4::text ELSE alt_text END AS alt_text,
        CASE WHEN $5 THEN $6::text ELSE caption END AS caption
      FROM media WHERE id = $1 AND uploader_id = $2 AND deleted_at IS NULL
      FOR NO KEY UPDATE
    ) new
    WHERE m.id = new.id
    RETURNING m.id`,
};

/** A CTE's body: the items of $1 that are $2's, locked in the order in which every statement of this kind does. */
const ownInTurn = `
      SELECT id, caption, tags FROM media
      WHERE id = ANY($1::uuid[]) AND uploader_id = $2 AND deleted_at IS NULL
      ORDER BY id FOR NO KEY UPDATE`;

/** A tombstone keeps what the late result and the reconciler need, and nothing that its owner wrote. */
const markDeleted: Statement = {
  name: 'media_mark_deleted',
  text: `
    WITH chosen AS (${ownInTurn}
    ), deleted AS (
      UPDATE media m
      SET deleted_at = now(), removal_requested_at = clock_timestamp(), file_name = '',
          alt_text = NULL, caption = NULL, tags = '{}', sha256 = NULL, sound_tags = NULL
      FROM chosen WHERE m.id = chosen.id
      RETURNING m.id, m.type, m.status, m.published_at
    ), counted AS (${countOut('deleted')})
    SELECT id FROM deleted`,
};

/** Puts #$3 behind their captions, where it is not one of their tags by then and there is room for it. */
const addTag: Statement = {
  name: 'media_add_tag',
  text: `
    WITH chosen AS (${ownInTurn}
    ), wanted AS (
      SELECT id, concat_ws(' ', caption, '#' || $3::text) AS caption, cardinality(tags) AS tags_count,
        EXISTS (SELECT FROM unnest(tags) AS tag WHERE tag_key(tag) = tag_key($3)) AS is_tagged
      FROM chosen
    ), changed AS (
      UPDATE media m SET
        caption = wanted.caption,
        tags = m.tags || $3,
        edited_at = CASE WHEN m.published_at IS NULL THEN m.edited_at ELSE now() END
      FROM wanted
      WHERE m.id = wanted.id AND NOT is_tagged AND tags_count < ${String(limits.maxTags)}
        AND char_length(wanted.caption) <= ${String(limits.maxCaptionCodePoints)}
      RETURNING m.id
    )
    SELECT id, is_tagged OR id IN (SELECT id FROM changed) AS "isTagged" FROM wanted`,
};

const findPublished: Statement = {
  name: 'media_find_published_of',
  text: `SELECT id FROM media WHERE id = ANY($1) AND deleted_at IS NULL AND status = 'READY'`,
};

const findRemovals: Statement = {
  name: 'media_find_removals',
  text: `
    SELECT id, uploader_id, status, upload_id, deleted_at, removal_requested_at::text
    FROM media WHERE removal_requested_at IS NOT NULL AND ($1::uuid IS NULL OR id = $1)
    ORDER BY removal_requested_at LIMIT $2`,
};

/** Of what is to come back: what was published again before this removal may be gone with it, so its answer counts no more. */
const newRestoreRequest =
  'restore_requested_at = CASE WHEN restore_requested_at IS NOT NULL THEN clock_timestamp() END';

const requestRemoval: Statement = {
  name: 'media_request_removal',
  text: `
    UPDATE media SET removal_requested_at = clock_timestamp(), ${newRestoreRequest}
    WHERE id = $1 AND (deleted_at IS NOT NULL OR status NOT IN ('PENDING', 'READY'))
      AND (deleted_at IS NOT NULL OR removal_cause IS DISTINCT FROM 'LEAVING')
    RETURNING id`,
};

const settleRemoval: Statement = {
  name: 'media_settle_removal',
  text: `
    UPDATE media SET removal_requested_at = NULL, ${newRestoreRequest}
    WHERE id = $1 AND removal_requested_at = $2::timestamptz`,
};

const findOriginals: Statement = {
  name: 'media_find_originals',
  text: `
    SELECT id, file_name, size::float8 AS size, encode(sha256, 'hex') AS sha256 FROM media m
    WHERE id = ANY ($1) AND uploader_id = $2 AND ${originalMayLeave}`,
};

export interface OriginalRow {
  readonly id: string;
  readonly file_name: string;
  /** Bytes. */
  readonly size: number;
  /** In hexadecimal digits; null where it is not known. */
  readonly sha256: string | null;
}

/** Something of an item that is still to be removed from storage. */
export interface RemovalRow {
  readonly id: string;
  readonly uploader_id: string;
  readonly status: MediaStatus;
  readonly upload_id: string | null;
  readonly deleted_at: Date | null;
  /** With microseconds: it names the request that is settled. */
  readonly removal_requested_at: string;
}

@Injectable()
export class MediaRepository {
  private readonly baseUrl: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: Database,
  ) {
    this.baseUrl = `${config.mediaBaseUrl}/`;
  }

  /** The item if that viewer, or anybody, may see it. */
  async findVisible(mediaId: string, viewerId: string | undefined): Promise<ItemRow | undefined> {
    const [row] = await this.database.query<ItemRow>(findVisible, [mediaId, viewerId ?? null, this.baseUrl]);
    return row;
  }

  async findOwnByIds(ownerId: string, mediaIds: readonly string[]): Promise<ItemRow[]> {
    return this.database.query<ItemRow>(findOwnByIds, [mediaIds, ownerId, this.baseUrl]);
  }

  /** What is `undefined` stays as it is. False when there is no such item of theirs. */
  async changeTexts(
    mediaId: string,
    ownerId: string,
    { altText, caption, sensitive }: MediaTexts,
  ): Promise<boolean> {
    const texts = [altText !== undefined, altText ?? null, caption !== undefined, caption ?? null];
    const values = [mediaId, ownerId, ...texts, tagsOf(caption ?? ''), sensitive ?? null];
    return (await this.database.query(changeTexts, values)).length > 0;
  }

  /** Out of every answer from the commit on, the feed's counts included. Returns those that were theirs. */
  async markDeleted(mediaIds: readonly string[], ownerId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(markDeleted, [mediaIds, ownerId]);
    return rows.map(({ id }) => id);
  }

  /** Of the items that are theirs, whether each has the tag now; where it has not, there is no room for it. */
  async addTag(
    mediaIds: readonly string[],
    ownerId: string,
    tag: string,
  ): Promise<ReadonlyMap<string, boolean>> {
    const rows = await this.database.query<{ id: string; isTagged: boolean }>(addTag, [
      mediaIds,
      ownerId,
      tag,
    ]);
    return new Map(rows.map(({ id, isTagged }) => [id, isTagged]));
  }

  /** Those of the items that everybody may see. */
  async findPublished(mediaIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>(findPublished, [mediaIds]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Of what is theirs those that may leave now. */
  async findOriginals(mediaIds: readonly string[], ownerId: string): Promise<OriginalRow[]> {
    return this.database.query<OriginalRow & Record<string, unknown>>(findOriginals, [mediaIds, ownerId]);
  }

  async findRemovals(limit: number): Promise<RemovalRow[]> {
    return this.database.query<RemovalRow>(findRemovals, [null, limit]);
  }

  async findRemoval(mediaId: string): Promise<RemovalRow | undefined> {
    const [row] = await this.database.query<RemovalRow>(findRemovals, [mediaId, 1]);
    return row;
  }

  /** Notes that published objects have to go; false where they may stay. */
  async requestRemoval(mediaId: string): Promise<boolean> {
    return (await this.database.query(requestRemoval, [mediaId])).length > 0;
  }

  /** Keeps the note when another request came meanwhile. */
  async settleRemoval({ id, removal_requested_at: requestedAt }: RemovalRow): Promise<void> {
    await this.database.query(settleRemoval, [id, requestedAt]);
  }
}
