import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';

export const TOKEN_NEEDED = 'authentication:token-needed';

export const CHECKS_SUSPENSION = 'authentication:checks-suspension';

/** The route's own statement refuses a suspended caller, so that `SuspensionGuard` need not ask before. */
export const ChecksSuspension = () => SetMetadata(CHECKS_SUSPENSION, true);

/** 401 without a valid access token. */
export const Authenticated = () => applyDecorators(SetMetadata(TOKEN_NEEDED, true), ApiBearerAuth());

/**
 * Answers anonymous callers too, and signed-in ones as themselves. That a bad token is 401 holds on every
 * route; see `AccessTokenGuard`.
 */
export const OptionalUser = () =>
  applyDecorators(SetMetadata(TOKEN_NEEDED, false), ApiSecurity({}), ApiBearerAuth());
