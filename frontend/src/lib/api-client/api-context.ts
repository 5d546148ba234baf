import type { Client } from '@media-feed/contract';
import { createServiceContext } from '../service-context.ts';

/** The calls of the contract, as the visitor. Rejects with an `ApiError`. */
export const [ApiContext, useApi] = createServiceContext<Client>('API client');

/** The calls under /authentication, which carry the refresh cookie and no token. */
export const [AuthenticationApiContext, useAuthenticationApi] =
  createServiceContext<Client>('authentication client');
