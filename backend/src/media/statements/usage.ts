import { barredSql } from '../../identity/standing.ts';

/** What people use, counted in slots of ten minutes, and how much of it counts for their quotas now. */

/** An SQL expression: when the slot of a time began. */
export const slotOf = (time: string) => `date_bin('10 minutes', ${time}, '2000-01-01 00:00:00Z')`;

/** No function works longer on one file: nobody is charged with more, whatever a message says. */
export const longestProcessingSeconds = 15 * 60;

/** An SQL expression: milliseconds to charge for seconds of work that a message told. */
export const chargedMs = (seconds: string) =>
  `(1000 * least(${seconds}, ${String(longestProcessingSeconds)}))::bigint`;

/** A CTE's body: adds `source` (user_id, items, bytes, processing_ms) to the slot of this moment, in the order of locking. */
export const addUsage = (source: string) => `
  INSERT INTO usage_slots (user_id, slot, items, bytes, processing_ms)
  SELECT user_id, ${slotOf('now()::timestamptz(3)')}, sum(items), sum(bytes), sum(processing_ms)
  FROM ${source} GROUP BY user_id ORDER BY user_id
  ON CONFLICT (user_id, slot) DO UPDATE SET
    items = usage_slots.items + excluded.items,
    bytes = usage_slots.bytes + excluded.bytes,
    processing_ms = usage_slots.processing_ms + excluded.processing_ms`;

/**
 * Columns of `users u`: what counts at this moment. Unfinished are also single PUTs that were deleted while their URL
 * works: whoever deletes one has not given it back. The least UUID is said for the index (docs/adr/0011).
 *
 * @param newSeconds SQL of the seconds in which an account is new
 */
export const usageOfUser = (newSeconds: string) => `
  u.id AS owner, ${barredSql('u')} AS barred, u.email_verified_at IS NULL AS unverified,
  u.created_at > now() - make_interval(secs => ${newSeconds}) AS is_new,
  (SELECT count(*) FROM media WHERE uploader_id = u.id AND status = 'PENDING' AND deleted_at IS NULL
     AND uploader_id > '00000000-0000-0000-0000-000000000000')
    + (SELECT count(*) FROM media WHERE uploader_id = u.id AND status = 'PENDING' AND deleted_at IS NOT NULL
         AND part_size IS NULL AND url_expires_at > now()) AS unfinished,
  used.items, used.bytes, used.processing_ms, used.day_wait, used.hour_wait`;

/** A LATERAL of `users u`. The waits are seconds until something of it no longer counts. */
export const usedByUser = `
  LATERAL (
    SELECT coalesce(sum(items), 0) AS items, coalesce(sum(bytes), 0) AS bytes,
      coalesce(sum(processing_ms) FILTER (WHERE slot > now() - interval '1 hour'), 0) AS processing_ms,
      extract(epoch FROM min(slot) + interval '1 day' - now()) AS day_wait,
      extract(epoch FROM min(slot) FILTER (WHERE slot > now() - interval '1 hour' AND processing_ms > 0)
        + interval '1 hour' - now()) AS hour_wait
    FROM usage_slots WHERE user_id = u.id AND slot > now() - interval '1 day'
  ) used`;
