import { byCaller, type RateLimitRule } from '../rate-limiting/rate-limit.ts';

/** Each one, and each answer to a removal, is a person's work. */
export const reportsPerUser: RateLimitRule = {
  name: 'reports-per-user',
  limit: 'reportLimitPerUser',
  by: byCaller,
};
