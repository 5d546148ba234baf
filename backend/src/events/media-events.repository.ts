import type { MediaEventName } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { lockEventsOf } from '../media/statements/media-events.ts';

/** How long events are kept for streams that come back. */
export const eventsKeptSeconds = 60 * 60;

/** Two `media.liked` of one item are at least this far apart. */
export const likedIntervalMs = 1_000;

const lockUploaders: Statement = {
  name: 'media_events_lock_uploaders',
  text: `
    SELECT ${lockEventsOf('uploader_id')}
    FROM (SELECT DISTINCT uploader_id FROM media WHERE id = ANY($1) ORDER BY uploader_id) uploaders`,
};

/** Of an item's likes the last event says all, so that it takes the place of the one before. */
const appendLiked: Statement = {
  name: 'media_events_append_liked',
  text: `
    WITH candidate AS (
      SELECT m.id, m.uploader_id, EXISTS (
        SELECT FROM media_events e
        WHERE e.user_id = m.uploader_id AND e.media_id = m.id AND e.name = 'media.liked'
          AND e.created_at > clock_timestamp() - $2 * interval '1 millisecond'
      ) AS told_lately
      FROM media m
      WHERE m.id = ANY($1) AND m.status = 'READY' AND m.deleted_at IS NULL
    ), replaced AS (
      DELETE FROM media_events e USING candidate c
      WHERE e.user_id = c.uploader_id AND e.media_id = c.id AND e.name = 'media.liked' AND NOT c.told_lately
    ), appended AS (
      INSERT INTO media_events (user_id, media_id, name)
      SELECT uploader_id, id, 'media.liked' FROM candidate WHERE NOT told_lately ORDER BY uploader_id, id
    )
    SELECT id FROM candidate WHERE told_lately`,
};

const findLast: Statement = {
  name: 'media_events_find_last',
  text: 'SELECT coalesce(max(id), 0) AS id FROM media_events WHERE user_id = $1',
};

const findAfter: Statement = {
  name: 'media_events_find_after',
  text: `
    SELECT id, media_id, name FROM media_events WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
};

const prune: Statement = {
  name: 'media_events_prune',
  text: `DELETE FROM media_events WHERE created_at < clock_timestamp() - $1 * interval '1 second'`,
};

export interface EventRow {
  /** bigint, which the driver gives as text. */
  readonly id: string;
  readonly media_id: string;
  readonly name: Exclude<MediaEventName, 'reset'>;
}

/** What happened to people's media lately, numbered; one person's numbers become visible in their order. */
@Injectable()
export class MediaEventsRepository {
  constructor(private readonly database: Database) {}

  /** Appends one `media.liked` an item; the items that were notified of too recently, for the next time. */
  async appendLiked(mediaIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.transaction(async (transaction) => {
      // A statement of its own: the next one must see what was committed while it waited.
      await transaction.query(lockUploaders, [mediaIds]);
      return transaction.query<{ id: string }>(appendLiked, [mediaIds, likedIntervalMs]);
    });
    return rows.map(({ id }) => id);
  }

  async findLastId(userId: string): Promise<bigint> {
    const [row] = await this.database.query<{ id: string }>(findLast, [userId]);
    return BigInt(row?.id ?? 0);
  }

  async findAfter(userId: string, eventId: bigint, limit: number): Promise<EventRow[]> {
    return this.database.query<EventRow & { id: string }>(findAfter, [userId, String(eventId), limit]);
  }

  /** Keeps a little more than is promised, so that no replay ends in the middle. */
  async prune(): Promise<void> {
    await this.database.query(prune, [eventsKeptSeconds + 5 * 60]);
  }
}
