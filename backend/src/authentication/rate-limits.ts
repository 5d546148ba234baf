import { byAddress, byCaller, type RateLimitRule } from '../rate-limiting/rate-limit.ts';
import { emailKeyOf } from '../identity/email-key.ts';

export const signUpPerAddress: RateLimitRule = {
  name: 'sign-up-per-address',
  limit: 'signUpLimitPerAddress',
  by: byAddress,
};

export const signInPerAddress: RateLimitRule = {
  name: 'sign-in-per-address',
  limit: 'signInLimitPerAddress',
  by: byAddress,
};

/** Counts before the body is validated: a body without an address is nobody's. */
const byAccount: RateLimitRule['by'] = ({ body }) => {
  const email = (body as { email?: unknown } | null | undefined)?.email;
  return typeof email === 'string' ? emailKeyOf(email) : undefined;
};

export const signUpPerAccount: RateLimitRule = {
  name: 'sign-up-per-account',
  limit: 'signUpLimitPerAccount',
  by: byAccount,
};

export const signInPerAccount: RateLimitRule = {
  name: 'sign-in-per-account',
  limit: 'signInLimitPerAccount',
  by: byAccount,
};

/** Whoever found a device signed in shall not find out its password either. */
export const passwordChangePerUser: RateLimitRule = {
  name: 'password-change-per-user',
  limit: 'passwordChangeLimitPerUser',
  by: byCaller,
};
