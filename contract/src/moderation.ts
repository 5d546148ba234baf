/** What operators see and do. */
import * as z from 'zod/mini';
import { linesOfText, timestamp, uuid } from './common.ts';
import { limits } from './limits.ts';
import { mediaItemSchema } from './media.ts';
import { cursorQuery } from './paging.ts';
import { reportReasons, subjectKinds } from './reports.ts';

export const userRoles = ['member', 'operator'] as const;
export type UserRole = (typeof userRoles)[number];

export const caseStates = ['OPEN', 'DECIDED'] as const;
export type CaseState = (typeof caseStates)[number];

/**
 * Of reports: DISMISS, it stays as it is; REMOVE, the item goes; SUSPEND, the person goes, with all items. Of an answer
 * to a removal: UPHOLD, it stays removed; RESTORE, it comes back.
 */
export const caseActions = ['DISMISS', 'REMOVE', 'SUSPEND', 'UPHOLD', 'RESTORE'] as const;
export type CaseAction = (typeof caseActions)[number];

/** A person as operators see one; the name is null where the account is gone. */
const personSchema = z.strictObject({ id: uuid, name: z.nullable(z.string()) });

export const moderationCaseSchema = z.strictObject({
  id: uuid,
  state: z.enum(caseStates),
  /** 3 before everything else, 1 last. */
  urgency: z.int(),
  openedAt: timestamp,
  subject: z.strictObject({
    kind: z.enum(subjectKinds),
    id: uuid,
    /** Who is reported, or has uploaded what is. */
    user: personSchema,
    isSuspended: z.boolean(),
    /** In any status; null for a person, and where it is gone. */
    item: z.nullable(mediaItemSchema),
  }),
  /** What the item's owner answers to its removal; null of a case of reports. */
  appeal: z.nullable(
    z.strictObject({
      text: z.string(),
      removedFor: z.nullable(z.enum(reportReasons)),
      removalText: z.nullable(z.string()),
    }),
  ),
  reportsCount: z.int(),
  /** The first of them. */
  reports: z.array(
    z.strictObject({
      reason: z.enum(reportReasons),
      text: z.nullable(z.string()),
      reporter: personSchema,
      createdAt: timestamp,
    }),
  ),
  /** Who is at it, and until when nobody else may decide. */
  claim: z.nullable(z.strictObject({ operator: personSchema, until: timestamp })),
  decision: z.nullable(
    z.strictObject({ action: z.enum(caseActions), operator: z.nullable(personSchema), at: timestamp }),
  ),
  /** What operators did about that person, latest first. */
  history: z.array(
    z.strictObject({
      action: z.string(),
      operator: z.nullable(personSchema),
      mediaId: z.nullable(uuid),
      at: timestamp,
    }),
  ),
});
export type ModerationCase = z.infer<typeof moderationCaseSchema>;

export const casesQuerySchema = z.strictObject({ state: z.optional(z.enum(caseStates)), ...cursorQuery });
export type CasesQuery = z.infer<typeof casesQuerySchema>;

/** Open ones by urgency, then the longest waiting first; decided ones latest decision first. */
export const casesPageSchema = z.strictObject({
  items: z.array(moderationCaseSchema),
  nextCursor: z.nullable(z.string()),
});
export type CasesPage = z.infer<typeof casesPageSchema>;

export const decisionBodySchema = z.strictObject({
  action: z.enum(caseActions),
  /** Kept for operators; an empty one is none. */
  note: z.optional(linesOfText(0, limits.maxModerationNoteCodePoints)),
  /** Of a removal, for the item's owner: why, OTHER where it is left out, and what else there is to say. */
  reason: z.optional(z.enum(reportReasons)),
  text: z.optional(linesOfText(0, limits.maxRemovalTextCodePoints)),
});
export type DecisionBody = z.infer<typeof decisionBodySchema>;
