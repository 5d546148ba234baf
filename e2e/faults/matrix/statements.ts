/** Names of the API's prepared statements at which faults are injected; `sample.spec.ts` compares them with its source. */
export const statements = {
  requestUploads: 'uploads_insert_within_quotas',
  recordResults: 'results_record',
  applyLikes: 'likes_apply_desired',
} as const;
