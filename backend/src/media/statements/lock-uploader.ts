/** What is locked before all that somebody has changes at once. Parameter: $1 that person. */
import type { Statement } from '../../database/statement.ts';
import { advisoryLock } from './advisory-locks.ts';

/** Uploads that are requested meanwhile come before, and are ended by what follows, or after, and are refused. */
export const lockUploads: Statement = {
  name: 'media_lock_uploads_of_user',
  text: `SELECT pg_advisory_xact_lock(${String(advisoryLock.unfinishedUploads)}, hashtext($1::text))`,
};

/** A statement of its own: the next one must see what an inspection result committed while this one waited. */
export const lockItems: Statement = {
  name: 'media_lock_items_of_user',
  text: `
    SELECT id FROM media
    WHERE uploader_id = $1 AND status IN ('PENDING', 'READY', 'REMOVED') AND deleted_at IS NULL
    ORDER BY id
    FOR NO KEY UPDATE`,
};
