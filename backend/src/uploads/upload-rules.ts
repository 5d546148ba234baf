import type { ProblemCode } from '@media-feed/contract';
import { byAddress, byCaller, type RateLimitRule } from '../rate-limiting/rate-limit.ts';

/** How often one person may ask for a place to send a file to, by either call. */
export const presignPerUser: RateLimitRule = {
  name: 'presign-per-user',
  limit: ({ presignPerUser: limit }) => limit,
  by: byCaller,
};

/** The same by the address, whoever signed in there. */
export const presignPerAddress: RateLimitRule = {
  name: 'presign-per-address',
  limit: ({ presignPerAddress: limit }) => limit,
  by: byAddress,
};

export const requestProblems: readonly ProblemCode[] = [
  'file-too-large',
  'unsupported-media-type',
  'too-many-unfinished-uploads',
  'too-many-requests',
];
