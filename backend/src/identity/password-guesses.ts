import type { FastifyRequest } from 'fastify';
import type { RateLimitRule } from '../rate-limiting/rate-limit.ts';
import type { Caller } from './current-user.ts';

/** All sessions of an account together, so that one of them keeps nobody from what the others ask. */
const sessionsPerAccount = 10;

/**
 * For every call that asks a signed-in person for their password: whoever found a device signed in shall not find out
 * its password either, nor keep the owner's other devices from changing it.
 */
export const passwordGuessesPerUser: RateLimitRule = {
  name: 'password-change-per-user',
  limit: 'passwordChangeLimitPerUser',
  by: (request: FastifyRequest & { user?: Caller }) =>
    request.user
      ? [{ key: request.user.sessionId }, { key: request.user.id, times: sessionsPerAccount }]
      : [],
};
