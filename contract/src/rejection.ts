/** Why an upload can be refused, in order of precedence: where several apply, the first is given. */
export const rejectionReasons = [
  'EMPTY',
  'UNSUPPORTED_TYPE',
  'ACTIVE_CONTENT',
  'TYPE_MISMATCH',
  'TOO_LARGE',
  'TOO_MANY_PIXELS',
  'TOO_LONG',
  'CORRUPT',
  'INTERNAL',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];
