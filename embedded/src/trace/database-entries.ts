/** What the database remembers of an upload: its timeline, and the security events about it. */
import pg from 'pg';
import type { LogEntry } from './timeline.ts';

const steps = {
  created_at: 'requested',
  arrived_at: 'arrived',
  inspected_at: 'inspected',
  published_at: 'published',
  decoded_at: 'poster or waveform added',
  rejected_at: 'rejected',
  deleted_at: 'deleted',
};

/** @throws when the database does not answer. */
export async function readDatabase(url: string, ids: readonly string[]): Promise<LogEntry[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    const media = await client.query<Record<string, Date | string | null>>(
      `SELECT id, status, rejection_reason, ${Object.keys(steps).join(', ')} FROM media WHERE id::text = ANY($1)`,
      [ids],
    );
    const events = await client.query<
      Record<'at' | 'kind' | 'media_id' | 'request_id', Date | string | null>
    >(
      `SELECT at, kind, media_id, request_id FROM security_events
       WHERE request_id = ANY($1) OR media_id::text = ANY($1)`,
      [ids],
    );
    return [...media.rows.flatMap(entriesOfMedia), ...events.rows.map(entryOfEvent)];
  } finally {
    await client.end();
  }
}

function entriesOfMedia(row: Record<string, Date | string | null>): LogEntry[] {
  return Object.entries(steps).flatMap(([column, step]) => {
    const at = row[column];
    if (!(at instanceof Date)) return [];
    const reason = step === 'rejected' ? { reason: row.rejection_reason } : {};
    const message = `Database: ${step}`;
    return [{ program: 'database', time: at.toISOString(), message, mediaId: String(row.id), facts: reason }];
  });
}

function entryOfEvent(
  row: Record<'at' | 'kind' | 'media_id' | 'request_id', Date | string | null>,
): LogEntry {
  const time = row.at instanceof Date ? row.at.toISOString() : '';
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const ids = { mediaId: text(row.media_id), requestId: text(row.request_id) };
  return { program: 'database', time, message: `Security event: ${String(row.kind)}`, ...ids, facts: {} };
}
