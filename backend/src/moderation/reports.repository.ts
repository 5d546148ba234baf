import type { Report, ReportOutcome, ReportReason, SubjectKind } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { ListPosition } from '../http/list-position.ts';

/** An item or a person, and whose it is. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
  readonly userId: string;
}

export interface NewReport {
  readonly reporterId: string;
  readonly reason: ReportReason;
  readonly text: string | undefined;
  /** How soon an operator should look; the case has the greatest of its reports'. */
  readonly urgency: number;
}

interface ReportRow extends ListPosition {
  readonly subject_kind: SubjectKind;
  readonly subject_id: string;
  readonly user_name: string | null;
  readonly reason: ReportReason;
  readonly text: string | null;
  readonly outcome: ReportOutcome;
}

/** What the reporter may see of it, or its uploader in any status. */
const findItem: Statement = {
  name: 'reports_find_item',
  text: `
    SELECT uploader_id AS user_id FROM media
    WHERE id = $1 AND deleted_at IS NULL AND (status = 'READY' OR uploader_id = $2)`,
};

const findUser: Statement = {
  name: 'reports_find_user',
  text: 'SELECT id AS user_id FROM users WHERE id = $1 AND deletes_at IS NULL',
};

/**
 * Joins the subject's open case, or opens one; a case that is decided meanwhile is no longer open, and leaves room for
 * the next. The same person reports a subject once.
 */
const insertReport: Statement = {
  name: 'reports_insert',
  text: `
    WITH joined AS (
      INSERT INTO moderation_cases (id, subject_kind, subject_id, user_id, urgency)
      SELECT $1, $2, $3, $4, $5
      WHERE NOT EXISTS (
        SELECT FROM moderation_reports WHERE reporter_id = $7 AND subject_kind = $2 AND subject_id = $3
      )
      ON CONFLICT (subject_kind, subject_id) WHERE decided_at IS NULL
        DO UPDATE SET urgency = greatest(moderation_cases.urgency, excluded.urgency)
      RETURNING id
    )
    INSERT INTO moderation_reports (id, case_id, reporter_id, subject_kind, subject_id, reason, text)
    SELECT $6, joined.id, $7, $2, $3, $8, $9 FROM joined
    ON CONFLICT ON CONSTRAINT moderation_reports_once DO NOTHING
    RETURNING id`,
};

const reports = (name: string, where: string, order = ''): Statement => ({
  name,
  text: `
    SELECT r.id, (extract(epoch FROM r.created_at) * 1000)::float8 AS at, r.subject_kind, r.subject_id, r.reason, r.text,
      u.name AS user_name,
      CASE WHEN c.decided_at IS NULL THEN 'OPEN' WHEN c.decision = 'DISMISS' THEN 'NO_ACTION'
        ELSE 'ACTION_TAKEN' END AS outcome
    FROM moderation_reports r
    JOIN moderation_cases c ON c.id = r.case_id
    LEFT JOIN users u ON u.id = c.user_id AND u.deletes_at IS NULL
    WHERE r.reporter_id = $1 AND ${where} ${order}`,
});
const newestFirst = 'ORDER BY r.created_at DESC, r.id DESC LIMIT $2';
const findOwnFromStart = reports('reports_own_from_start', 'true', newestFirst);
const findOwnAfter = reports('reports_own_after', '(r.created_at, r.id) < ($3, $4)', newestFirst);
const findOwnAbout = reports('reports_own_about', 'r.subject_kind = $2 AND r.subject_id = $3');

@Injectable()
export class ReportsRepository {
  constructor(private readonly database: Database) {}

  /** `undefined` where that viewer does not see such an item. */
  async findItem(mediaId: string, viewerId: string): Promise<Subject | undefined> {
    const [item] = await this.database.query<{ user_id: string }>(findItem, [mediaId, viewerId]);
    return item && { kind: 'MEDIA', id: mediaId, userId: item.user_id };
  }

  async findUser(userId: string): Promise<Subject | undefined> {
    const [user] = await this.database.query<{ user_id: string }>(findUser, [userId]);
    return user && { kind: 'USER', id: userId, userId };
  }

  /** False where that person has reported it before. */
  async insert(
    { kind, id, userId }: Subject,
    { reporterId, reason, text, urgency }: NewReport,
  ): Promise<boolean> {
    const values = [uuidv7(), kind, id, userId, urgency, uuidv7(), reporterId, reason, text ?? null];
    return (await this.database.query(insertReport, values)).length > 0;
  }

  async findOwnAbout(reporterId: string, { kind, id }: Subject): Promise<Report | undefined> {
    const [row] = await this.database.query<ReportRow & { id: string }>(findOwnAbout, [reporterId, kind, id]);
    return row && presentReport(row);
  }

  /** Newest first. */
  async findOwn(
    reporterId: string,
    position: ListPosition | undefined,
    limit: number,
  ): Promise<(ListPosition & { report: Report; text: string | null })[]> {
    const rows = await this.database.query<ReportRow & { id: string }>(
      position ? findOwnAfter : findOwnFromStart,
      [reporterId, limit, ...(position ? [new Date(position.at), position.id] : [])],
    );
    return rows.map((row) => ({ id: row.id, at: row.at, text: row.text, report: presentReport(row) }));
  }
}

const presentReport = (row: ReportRow): Report => ({
  subject: { kind: row.subject_kind, id: row.subject_id, userName: row.user_name },
  reason: row.reason,
  outcome: row.outcome,
  createdAt: new Date(row.at).toISOString(),
});
