import { decodableClasses } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

/** After so many requests without an answer nobody asks any more. */
const maxAsks = 3;

/** The index `media_undecoded_idx` is of these rows. */
const undecoded = `
  m.status = 'READY' AND m.deleted_at IS NULL AND m.decoded_at IS NULL AND m.decode_asks < ${String(maxAsks)}
  AND m.type IN (${decodableClasses.map((name) => `'${name}'`).join(', ')})`;

const columns = `m.id, m.uploader_id, m.etag, m.type, m.renditions->-1->>'key' AS key`;

const findByIds: Statement = {
  name: 'decode_requests_find_by_ids',
  text: `SELECT ${columns} FROM media m WHERE m.id = ANY($1) AND m.etag IS NOT NULL AND ${undecoded}`,
};

/** Newest first, which more people look at. What has just been published is asked for by whoever recorded it. */
const findMissing: Statement = {
  name: 'decode_requests_find_missing',
  text: `
    SELECT ${columns} FROM media m
    WHERE ${undecoded} AND m.etag IS NOT NULL
      AND coalesce(m.decode_asked_at, m.published_at) < now() - $2 * interval '1 second'
    ORDER BY m.published_at DESC LIMIT $1`,
};

const noteAsked: Statement = {
  name: 'decode_requests_note_asked',
  text: `
    UPDATE media SET decode_asked_at = now(), decode_asks = decode_asks + 1
    WHERE id IN (SELECT id FROM media WHERE id = ANY($1) AND decoded_at IS NULL ORDER BY id FOR UPDATE)`,
};

const countMissing: Statement = {
  name: 'decode_requests_count_missing',
  text: `SELECT count(*)::int AS count FROM media m WHERE ${undecoded}`,
};

/** A published recording of which nothing was made yet. */
export interface UndecodedRow {
  readonly id: string;
  readonly uploader_id: string;
  readonly etag: string;
  readonly type: (typeof decodableClasses)[number];
  readonly key: string;
}

@Injectable()
export class DecodeRequestsRepository {
  constructor(private readonly database: Database) {}

  /** Of those items. */
  async findByIds(mediaIds: readonly string[]): Promise<UndecodedRow[]> {
    return this.database.query<UndecodedRow & { id: string }>(findByIds, [mediaIds]);
  }

  /** Of all, those for which nobody has asked within `retrySeconds`. */
  async findMissing(limit: number, retrySeconds: number): Promise<UndecodedRow[]> {
    return this.database.query<UndecodedRow & { id: string }>(findMissing, [limit, retrySeconds]);
  }

  async noteAsked(mediaIds: readonly string[]): Promise<void> {
    if (mediaIds.length > 0) await this.database.query(noteAsked, [mediaIds]);
  }

  async countMissing(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(countMissing, []);
    return row?.count ?? 0;
  }
}
