/** What people report of items and of each other. */
import * as z from 'zod/mini';
import { linesOfText, timestamp, uuid } from './common.ts';
import { limits } from './limits.ts';
import { cursorQuery } from './paging.ts';

/** In the order in which they are offered. */
export const reportReasons = [
  'SPAM',
  'NUDITY',
  'VIOLENCE',
  'HATE',
  'HARASSMENT',
  'CHILD_SAFETY',
  'SELF_HARM',
  'PRIVACY',
  'COPYRIGHT',
  'ILLEGAL',
  'OTHER',
] as const;
export type ReportReason = (typeof reportReasons)[number];

/** An item, or a person; `id` is the item's or the person's. */
export const subjectKinds = ['MEDIA', 'USER'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** `OPEN` until an operator has decided. */
export const reportOutcomes = ['OPEN', 'ACTION_TAKEN', 'NO_ACTION'] as const;
export type ReportOutcome = (typeof reportOutcomes)[number];

export const reportBodySchema = z.strictObject({
  reason: z.enum(reportReasons),
  /** What the reporter adds; an empty text is none. */
  text: z.optional(linesOfText(0, limits.maxReportCodePoints)),
});
export type ReportBody = z.infer<typeof reportBodySchema>;

/** What its reporter sees of it. */
export const reportSchema = z.strictObject({
  subject: z.strictObject({
    kind: z.enum(subjectKinds),
    id: uuid,
    /** Of the person, or of whoever uploaded the item; null where that account is gone. */
    userName: z.nullable(z.string()),
  }),
  reason: z.enum(reportReasons),
  outcome: z.enum(reportOutcomes),
  createdAt: timestamp,
});
export type Report = z.infer<typeof reportSchema>;

export const ownReportsQuerySchema = z.strictObject(cursorQuery);
export type OwnReportsQuery = z.infer<typeof ownReportsQuerySchema>;

/** Newest first. */
export const ownReportsSchema = z.strictObject({
  items: z.array(reportSchema),
  nextCursor: z.nullable(z.string()),
});
export type OwnReports = z.infer<typeof ownReportsSchema>;
