import { byCaller, type RateLimitRule } from '../rate-limiting/rate-limit.ts';

/** Each one of a published item has the edge forget it, of which it does few at once (docs/adr/0009). */
export const deletionsPerUser: RateLimitRule = {
  name: 'deletions-per-user',
  limit: 'deleteLimitPerUser',
  by: byCaller,
};
