import { Injectable } from '@nestjs/common';
import type { ListPosition } from '../http/list-position.ts';
import { Database } from '../database/database.ts';

/** A row of the audit table; hashes are keyed, 16 hexadecimal digits. */
export interface SecurityEventRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly userId: string | undefined;
  readonly sessionId: string | undefined;
  readonly mediaId: string | undefined;
  readonly requestId: string | undefined;
  readonly addressHash: string | undefined;
  readonly accountHash: string | undefined;
  readonly detail: string | undefined;
}

export type OwnEventRow = ListPosition & {
  readonly kind: string;
  readonly media_id: string | null;
  readonly detail: string | null;
};

@Injectable()
export class SecurityEventsRepository {
  constructor(private readonly database: Database) {}

  /** Doing it twice is harmless. */
  async insert(rows: readonly SecurityEventRow[]): Promise<void> {
    await this.database.query(insertEvents, [JSON.stringify(rows)]);
  }

  /** Newest first. */
  findOf(userId: string, position: ListPosition | undefined, limit: number): Promise<OwnEventRow[]> {
    const place = position ? [new Date(position.at), position.id] : [null, null];
    return this.database.query<OwnEventRow & Record<string, unknown>>(findEventsOf, [
      userId,
      limit,
      ...place,
    ]);
  }

  async deleteOlderThan(days: number): Promise<void> {
    await this.database.query(deleteOld, [days]);
  }
}

const insertEvents = {
  name: 'security-events-insert',
  text: `
    INSERT INTO security_events
      (id, at, kind, user_id, session_id, media_id, request_id, address_hash, account_hash, detail)
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS event (
      id uuid, at timestamptz, kind text, "userId" uuid, "sessionId" uuid, "mediaId" uuid, "requestId" text,
      "addressHash" text, "accountHash" text, detail text
    )
    ON CONFLICT (id) DO NOTHING`,
};

const findEventsOf = {
  name: 'security-events-find-of',
  text: `
    SELECT id, (extract(epoch FROM at) * 1000)::float8 AS at, kind, media_id, detail FROM security_events
    WHERE user_id = $1 AND ($3::timestamptz IS NULL OR (at, id) < ($3, $4::uuid))
    ORDER BY at DESC, id DESC LIMIT $2`,
};

const deleteOld = {
  name: 'security-events-delete-old',
  text: 'DELETE FROM security_events WHERE at < now() - make_interval(days => $1)',
};
