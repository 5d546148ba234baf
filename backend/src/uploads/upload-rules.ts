import { byAddress, byCaller, type RateLimitRule } from '../rate-limiting/rate-limit.ts';

/** How often one person may ask for a place to send a file to, by either call. */
export const presignPerUser: RateLimitRule = {
  name: 'presign-per-user',
  limit: 'presignLimitPerUser',
  by: byCaller,
};

/** The same by the address, whoever signed in there. */
export const presignPerAddress: RateLimitRule = {
  name: 'presign-per-address',
  limit: 'presignLimitPerAddress',
  by: byAddress,
};
