import * as z from 'zod/mini';

/** Why an upload can be rejected, in order of precedence: where several apply, the first is given. */
export const rejectionReasons = [
  'EMPTY',
  'UNSUPPORTED_TYPE',
  'UNSUPPORTED_FEATURE',
  'ACTIVE_CONTENT',
  'TYPE_MISMATCH',
  'TOO_LARGE',
  'TOO_MANY_PIXELS',
  'TOO_LONG',
  'CORRUPT',
  'INTERNAL',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

const maxParameters = 16;

/**
 * What the sentence about a rejection tells, as messages and items carry it: flat, and bounded. Which parameters a
 * reason has stands in `rejection-messages.ts`; a reader makes do without those that it does not know.
 */
export const rejectionParametersSchema = z
  .record(
    z.string().check(z.maxLength(40)),
    z.union([z.string().check(z.maxLength(200)), z.number(), z.boolean(), z.null()]),
  )
  .check(z.refine((parameters) => Object.keys(parameters).length <= maxParameters));
