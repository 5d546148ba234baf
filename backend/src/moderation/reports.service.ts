import {
  type ExportPage,
  limits,
  type OwnReports,
  type OwnReportsQuery,
  type Report,
  type ReportBody,
  type ReportReason,
  type SubjectKind,
} from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { ForbiddenError, NotFoundError } from '../errors/errors.ts';
import { cutPage, decodePosition } from '../http/list-position.ts';
import { ReportsRepository } from './reports.repository.ts';

/** How soon an operator should look: 3 before everything else. */
const urgencyOf: Readonly<Record<ReportReason, 1 | 2 | 3>> = {
  CHILD_SAFETY: 3,
  SELF_HARM: 3,
  ILLEGAL: 2,
  VIOLENCE: 2,
  HATE: 2,
  PRIVACY: 2,
  HARASSMENT: 2,
  NUDITY: 1,
  COPYRIGHT: 1,
  SPAM: 1,
  OTHER: 1,
};

export interface GivenReport {
  readonly report: Report;
  /** False where the reporter had reported it before. */
  readonly isNew: boolean;
}

/** What people report to the operators, and what they hear of it. */
@Injectable()
export class ReportsService {
  constructor(private readonly reports: ReportsRepository) {}

  /**
   * Once a person and subject: what was reported first stays. Throws {@link NotFoundError} for what the reporter does
   * not see, {@link ForbiddenError} for what is their own.
   */
  async report(reporterId: string, kind: SubjectKind, id: string, body: ReportBody): Promise<GivenReport> {
    const subject =
      kind === 'MEDIA' ? await this.reports.findItem(id, reporterId) : await this.reports.findUser(id);
    if (!subject) throw new NotFoundError(`There is no such ${kind === 'MEDIA' ? 'item' : 'user'}.`);
    if (subject.userId === reporterId) throw new ForbiddenError('You cannot report what is your own.');
    const { reason, text } = body;
    const isNew = await this.reports.insert(subject, {
      reporterId,
      reason,
      text: text === '' ? undefined : text,
      urgency: urgencyOf[reason],
    });
    const report = await this.reports.findOwnAbout(reporterId, subject);
    if (!report) throw new NotFoundError('This account no longer exists.');
    return { report, isNew };
  }

  async listOwn(reporterId: string, query: OwnReportsQuery): Promise<OwnReports> {
    const { rows, nextCursor } = await this.findOwn(reporterId, query);
    return { items: rows.map(({ report }) => report), nextCursor };
  }

  /** The same for the reporter to take along: with their words, and nothing of others. */
  async exportOwn(
    reporterId: string,
    query: OwnReportsQuery,
  ): Promise<{ items: ExportPage['reports']; nextCursor: string | null }> {
    const { rows, nextCursor } = await this.findOwn(reporterId, query);
    const items = rows.map(({ report, text }) => {
      const { subject, ...rest } = report;
      return { ...rest, subject: { kind: subject.kind, id: subject.id }, text };
    });
    return { items, nextCursor };
  }

  private async findOwn(reporterId: string, { cursor, size = limits.defaultPageSize }: OwnReportsQuery) {
    const position = cursor === undefined ? undefined : decodePosition(cursor);
    return cutPage(await this.reports.findOwn(reporterId, position, size + 1), size);
  }
}
