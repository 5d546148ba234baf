import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';
import { emailKeyOf } from '../identity/email-key.ts';
import { byAddress, byCaller, type Counted, type RateLimitRule } from '../rate-limiting/rate-limit.ts';
import { findDevice } from './device-cookie.ts';

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
function accountOf({ body }: FastifyRequest): string | undefined {
  const email = (body as { email?: unknown } | null | undefined)?.email;
  return typeof email === 'string' ? emailKeyOf(email) : undefined;
}

/** The same account from one place, so that nobody keeps others from it … */
const ofNetworks = (account: string, request: FastifyRequest): readonly Counted[] =>
  byAddress(request).map((counted) => ({ ...counted, key: `${account}\0${counted.key}` }));

/** … and from everywhere at once. */
const placesPerAccount = 10;

/** From each place, and from all together. */
function byAccount(request: FastifyRequest): readonly Counted[] {
  const account = accountOf(request);
  return account === undefined
    ? []
    : [...ofNetworks(account, request), { key: account, times: placesPerAccount }];
}

export const signUpPerAccount: RateLimitRule = {
  name: 'sign-up-per-account',
  limit: 'signUpLimitPerAccount',
  by: byAccount,
};

/** Counted whether or not anybody has that address. How many mails go out is another limit, which nobody sees. */
export const resetPerAccount: RateLimitRule = {
  name: 'reset-per-account',
  limit: 'resetLimitPerAccount',
  by: byAccount,
};

/** Mails to an address that somebody names as their new one: whoever makes many accounts floods nobody by them. */
export const changePerNewAddress: RateLimitRule = {
  name: 'change-per-new-address',
  limit: 'resetLimitPerAccount',
  by: byAccount,
};

export const resetPerAddress: RateLimitRule = {
  name: 'reset-per-address',
  limit: 'resetLimitPerAddress',
  by: byAddress,
};

/** Links that confirm their address, asked for by one person. */
export const verificationPerUser: RateLimitRule = {
  name: 'verification-per-user',
  limit: 'resetLimitPerAccount',
  by: byCaller,
};

/** Each one is a password that may have to be hashed. */
export const resetCompletionPerAddress: RateLimitRule = {
  name: 'reset-completion-per-address',
  limit: 'resetLimitPerAddress',
  by: byAddress,
};

/** A rule for sign-ins that fail: of devices that are known to the account, or of all others. */
const ofDevices =
  (
    known: boolean,
    keysOf: (account: string, request: FastifyRequest, device: string) => readonly Counted[],
  ) =>
  (request: FastifyRequest, config: Config): readonly Counted[] => {
    const account = accountOf(request);
    if (account === undefined) return [];
    const device = findDevice(request, account, config);
    return (device !== undefined) === known ? keysOf(account, request, device ?? '') : [];
  };

/** Whoever guesses from elsewhere locks nobody out at home. */
export const signInFailuresPerAccountAndNetwork: RateLimitRule = {
  name: 'sign-in-failures-per-account-and-network',
  limit: 'signInLimitPerAccount',
  failuresOnly: true,
  by: ofDevices(false, ofNetworks),
};

/** Guesses from many networks at once; known devices go on even then. */
export const signInFailuresPerAccount: RateLimitRule = {
  name: 'sign-in-failures-per-account',
  limit: 'signInFailureLimitPerAccount',
  failuresOnly: true,
  by: ofDevices(false, (account) => [{ key: account }]),
};

export const signInFailuresPerDevice: RateLimitRule = {
  name: 'sign-in-failures-per-device',
  limit: 'signInLimitPerAccount',
  failuresOnly: true,
  by: ofDevices(true, (account, _request, device) => [{ key: `${account}\0${device}` }]),
};
