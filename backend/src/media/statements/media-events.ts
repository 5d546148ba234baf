import { advisoryLock } from './advisory-locks.ts';

/** An SQL function call: from here to the commit only this transaction gives numbers to that user's events. */
export const lockEventsOf = (userId: string) =>
  `pg_advisory_xact_lock(${String(advisoryLock.eventsOfUser)}, hashtext(${userId}::text))`;

/**
 * A CTE's body: one `media.updated` for each row of `source` (id, uploader_id). A trigger notifies the
 * listeners. Each row's lock is taken before its number is.
 */
export const appendUpdated = (source: string) => `
  INSERT INTO media_events (user_id, media_id, name)
  SELECT changed.uploader_id, changed.id, 'media.updated'
  FROM (SELECT uploader_id, id FROM ${source} ORDER BY uploader_id, id) changed
  CROSS JOIN LATERAL ${lockEventsOf('changed.uploader_id')} AS locked`;
