/** Errors as every call answers them: problem details (RFC 9457). */
import * as z from 'zod/mini';

export const problemCodes = [
  'validation',
  'malformed-request',
  'link-invalid',
  'unauthenticated',
  'invalid-credentials',
  'forbidden',
  'sign-up-closed',
  'invitation-needed',
  'account-suspended',
  'account-leaving',
  'email-unverified',
  'not-found',
  'method-not-allowed',
  'request-timeout',
  'email-taken',
  'handle-taken',
  'upload-conflict',
  'case-conflict',
  'not-restorable',
  'not-appealable',
  'body-too-large',
  'file-too-large',
  'uri-too-long',
  'unsupported-content-type',
  'unsupported-media-type',
  'too-many-requests',
  'too-many-unfinished-uploads',
  'uploads-quota',
  'bytes-quota',
  'processing-quota',
  'headers-too-large',
  'internal',
  'unavailable',
  'uploads-off',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export const problemSchema = z.strictObject({
  /** `/problems/` and the code. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** The path that was asked for. */
  instance: z.string(),
  requestId: z.string(),
  code: z.enum(problemCodes),
  errors: z.optional(z.array(z.strictObject({ path: z.string(), message: z.string() }))),
});
export type Problem = z.infer<typeof problemSchema>;
