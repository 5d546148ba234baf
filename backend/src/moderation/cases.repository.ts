import type { CaseAction, CaseState, ReportReason, SubjectKind } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { type ItemRow, itemColumns } from '../media/statements/item-columns.ts';

interface PersonJson {
  readonly id: string;
  readonly name: string | null;
}

export interface CaseRow {
  readonly id: string;
  readonly subject_kind: SubjectKind;
  readonly subject_id: string;
  readonly user: PersonJson;
  readonly is_suspended: boolean;
  readonly urgency: number;
  readonly opened_at: Date;
  readonly appeal_text: string | null;
  /** Null where the item is not removed any more. */
  readonly removed_for: ReportReason | null;
  readonly removal_text: string | null;
  readonly reports_count: number;
  readonly reports: readonly {
    readonly reason: ReportReason;
    readonly text: string | null;
    readonly reporter: PersonJson;
    readonly created_at: string;
  }[];
  readonly claimed_by: PersonJson | null;
  readonly claimed_until: Date | null;
  readonly decision: CaseAction | null;
  readonly decided_by: PersonJson | null;
  readonly decided_at: Date | null;
  readonly history: readonly {
    readonly action: string;
    readonly operator: PersonJson | null;
    readonly media_id: string | null;
    readonly at: string;
  }[];
}

/** Where a page of the queue ended. */
export interface QueuePosition {
  /** 0 in the list of decided cases, which is ordered by time alone. */
  readonly urgency: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly id: string;
}

/** Reports and actions that a case shows. */
const shown = 20;

/** SQL of a person as JSON, null where there is no id. */
const person = (id: string) =>
  `CASE WHEN ${id} IS NOT NULL
     THEN json_build_object('id', ${id}, 'name', (SELECT name FROM users WHERE users.id = ${id})) END`;

const columns = `
  c.id, c.subject_kind, c.subject_id, ${person('c.user_id')} AS "user",
  EXISTS (SELECT FROM users WHERE id = c.user_id AND suspended_at IS NOT NULL) AS is_suspended,
  c.urgency, c.opened_at, c.appeal_text,
  CASE WHEN c.appeal_text IS NOT NULL THEN (SELECT removal_code FROM media WHERE id = c.subject_id) END AS removed_for,
  CASE WHEN c.appeal_text IS NOT NULL THEN (SELECT removal_text FROM media WHERE id = c.subject_id) END AS removal_text,
  (SELECT count(*) FROM moderation_reports WHERE case_id = c.id)::integer AS reports_count,
  (SELECT coalesce(json_agg(report), '[]') FROM (
    SELECT reason, text, ${person('reporter_id')} AS reporter, created_at FROM moderation_reports
    WHERE case_id = c.id ORDER BY created_at, id LIMIT ${String(shown)}
  ) report) AS reports,
  CASE WHEN c.claimed_until > now() THEN ${person('c.claimed_by')} END AS claimed_by, c.claimed_until,
  c.decision, ${person('c.decided_by')} AS decided_by, c.decided_at,
  (SELECT coalesce(json_agg(entry), '[]') FROM (
    SELECT action, ${person('operator_id')} AS operator, media_id, at FROM moderation_log
    WHERE user_id = c.user_id ORDER BY at DESC, id DESC LIMIT ${String(shown)}
  ) entry) AS history`;

const findCase: Statement = {
  name: 'cases_find',
  text: `SELECT ${columns} FROM moderation_cases c WHERE c.id = $1`,
};

const findOpen = (name: string, place: string): Statement => ({
  name,
  text: `
    SELECT ${columns} FROM moderation_cases c WHERE c.decided_at IS NULL ${place}
    ORDER BY c.urgency DESC, c.opened_at, c.id LIMIT $1`,
});
const findOpenFromStart = findOpen('cases_open_from_start', '');
const findOpenAfter = findOpen(
  'cases_open_after',
  'AND (-c.urgency, c.opened_at, c.id) > (-$2::smallint, $3::timestamptz, $4::uuid)',
);

const findDecided = (name: string, place: string): Statement => ({
  name,
  text: `
    SELECT ${columns} FROM moderation_cases c WHERE c.decided_at IS NOT NULL ${place}
    ORDER BY c.decided_at DESC, c.id DESC LIMIT $1`,
});
const findDecidedFromStart = findDecided('cases_decided_from_start', '');
const findDecidedAfter = findDecided('cases_decided_after', 'AND (c.decided_at, c.id) < ($2, $3)');

/** Free, or one's own, or one whose time is over; never a case about oneself. */
const claimCase: Statement = {
  name: 'cases_claim',
  text: `
    UPDATE moderation_cases SET claimed_by = $2, claimed_until = now() + make_interval(secs => $3)
    WHERE id = $1 AND decided_at IS NULL AND user_id <> $2
      AND (claimed_by IS NULL OR claimed_by = $2 OR claimed_until <= now())
    RETURNING id`,
};

const findItems: Statement = {
  name: 'cases_find_items',
  text: `SELECT ${itemColumns('$2', 'm.created_at')} FROM media m WHERE m.id = ANY($1) AND m.deleted_at IS NULL`,
};

/** The queue of operators. */
@Injectable()
export class CasesRepository {
  private readonly baseUrl: string;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
  ) {
    this.baseUrl = `${config.mediaBaseUrl}/`;
  }

  async find(caseId: string): Promise<CaseRow | undefined> {
    const [row] = await this.database.query<CaseRow & { id: string }>(findCase, [caseId]);
    return row;
  }

  async findPage(state: CaseState, after: QueuePosition | undefined, limit: number): Promise<CaseRow[]> {
    if (state === 'OPEN') {
      return after
        ? this.database.query<CaseRow & { id: string }>(findOpenAfter, [
            limit,
            after.urgency,
            new Date(after.at),
            after.id,
          ])
        : this.database.query<CaseRow & { id: string }>(findOpenFromStart, [limit]);
    }
    return after
      ? this.database.query<CaseRow & { id: string }>(findDecidedAfter, [limit, new Date(after.at), after.id])
      : this.database.query<CaseRow & { id: string }>(findDecidedFromStart, [limit]);
  }

  /** False where another operator has it, it is about the operator, or it is decided. */
  async claim(caseId: string, operatorId: string): Promise<boolean> {
    const values = [caseId, operatorId, this.config.moderationClaimSeconds];
    return (await this.database.query(claimCase, values)).length > 0;
  }

  /** In any status. */
  async findItems(mediaIds: readonly string[]): Promise<ItemRow[]> {
    return mediaIds.length === 0 ? [] : this.database.query<ItemRow>(findItems, [mediaIds, this.baseUrl]);
  }
}
