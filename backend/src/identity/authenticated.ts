import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';

export const TOKEN_NEEDED = 'authentication:token-needed';

export const CHECKS_STANDING = 'authentication:checks-standing';

/** The route's own statement refuses a caller who is barred, so that `StandingGuard` need not ask before. */
export const ChecksStanding = () => SetMetadata(CHECKS_STANDING, true);

export const LEAVING_MAY = 'authentication:leaving-may';

/** Whoever is deleting their account may call it all the same. */
export const LeavingMay = () => SetMetadata(LEAVING_MAY, true);

/** 401 without a valid access token. */
export const Authenticated = () => applyDecorators(SetMetadata(TOKEN_NEEDED, true), ApiBearerAuth());

/**
 * Answers anonymous callers too, and signed-in ones as themselves. That a bad token is 401 holds on every
 * route; see `AccessTokenGuard`.
 */
export const OptionalUser = () =>
  applyDecorators(SetMetadata(TOKEN_NEEDED, false), ApiSecurity({}), ApiBearerAuth());
