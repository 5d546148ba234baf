import {
  type CasesPage,
  type CasesQuery,
  type CaseState,
  type DecisionBody,
  limits,
  type MediaItem,
  type ModerationCase,
  uuid,
} from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import * as z from 'zod';
import { NotFoundError, ValidationError } from '../errors/errors.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { ItemsService } from '../media/items.service.ts';
import { type CaseRow, CasesRepository, type QueuePosition } from './cases.repository.ts';
import { CaseConflictError } from './moderation.errors.ts';
import { ModerationService } from './moderation.service.ts';

const positionSchema = z.strictObject({
  urgency: z.int().gte(0).lte(9),
  at: z.int().gte(0).lte(8_640_000_000_000_000),
  id: uuid,
});

/** What was reported, and what operators make of it. Every caller is an operator. */
@Injectable()
export class CasesService {
  constructor(
    private readonly cases: CasesRepository,
    private readonly items: ItemsService,
    private readonly moderation: ModerationService,
  ) {}

  async list({ state = 'OPEN', cursor, size = limits.defaultPageSize }: CasesQuery): Promise<CasesPage> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, positionSchema);
    const found = await this.cases.findPage(state, after, size + 1);
    const rows = found.slice(0, size);
    const last = rows.at(-1);
    const more = found.length > size && last !== undefined;
    return {
      items: await this.present(rows),
      nextCursor: more ? encodeCursor(positionOf(last, state)) : null,
    };
  }

  /** For some minutes; saying it again prolongs them. Throws {@link NotFoundError}, {@link CaseConflictError}. */
  async claim(caseId: string, operatorId: string): Promise<ModerationCase> {
    const isClaimed = await this.cases.claim(caseId, operatorId);
    const found = await this.find(caseId);
    if (!isClaimed) throw new CaseConflictError();
    return found;
  }

  /** Throws {@link NotFoundError}, {@link ValidationError}, {@link CaseConflictError}. */
  async decide(caseId: string, operatorId: string, body: DecisionBody): Promise<ModerationCase> {
    const { action, note, reason = 'OTHER', text } = body;
    const { subject, appeal } = await this.find(caseId);
    if ((action === 'UPHOLD' || action === 'RESTORE') !== (appeal !== null)) {
      throw new ValidationError([{ path: 'action', message: 'Not of this kind of case' }]);
    }
    if (action === 'REMOVE' && subject.kind !== 'MEDIA') {
      throw new ValidationError([{ path: 'action', message: 'Only items are removed' }]);
    }
    await this.moderation.decide({ caseId, operatorId }, action, {
      reason,
      note: note === '' ? undefined : note,
      text: text === '' ? undefined : text,
    });
    return this.find(caseId);
  }

  private async find(caseId: string): Promise<ModerationCase> {
    const row = await this.cases.find(caseId);
    const [found] = row ? await this.present([row]) : [];
    if (!found) throw new NotFoundError('There is no such case.');
    return found;
  }

  private async present(rows: readonly CaseRow[]): Promise<ModerationCase[]> {
    const ids = rows.flatMap((row) => (row.subject_kind === 'MEDIA' ? [row.subject_id] : []));
    const items = await this.items.present(await this.cases.findItems(ids), undefined);
    const byId = new Map(items.map((item) => [item.id, item]));
    return rows.map((row) => presentCase(row, byId.get(row.subject_id)));
  }
}

function positionOf(row: CaseRow, state: CaseState): QueuePosition {
  const { id, urgency, opened_at: openedAt, decided_at: decidedAt } = row;
  return state === 'OPEN'
    ? { urgency, at: openedAt.getTime(), id }
    : { urgency: 0, at: (decidedAt ?? openedAt).getTime(), id };
}

const iso = (time: string | Date) => new Date(time).toISOString();

function presentCase(row: CaseRow, item: MediaItem | undefined): ModerationCase {
  return {
    id: row.id,
    state: row.decided_at ? 'DECIDED' : 'OPEN',
    urgency: row.urgency,
    openedAt: iso(row.opened_at),
    subject: {
      kind: row.subject_kind,
      id: row.subject_id,
      user: row.user,
      isSuspended: row.is_suspended,
      item: item ?? null,
    },
    appeal:
      row.appeal_text === null
        ? null
        : { text: row.appeal_text, removedFor: row.removed_for, removalText: row.removal_text },
    reportsCount: row.reports_count,
    reports: row.reports.map(({ created_at: createdAt, ...report }) => ({
      ...report,
      createdAt: iso(createdAt),
    })),
    claim:
      row.claimed_by && row.claimed_until
        ? { operator: row.claimed_by, until: iso(row.claimed_until) }
        : null,
    decision:
      row.decision && row.decided_at
        ? { action: row.decision, operator: row.decided_by, at: iso(row.decided_at) }
        : null,
    history: row.history.map(({ action, operator, media_id: mediaId, at }) => ({
      action,
      operator,
      mediaId,
      at: iso(at),
    })),
  };
}
