import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useAuthenticationApi } from '../../../lib/api-client/api-context.ts';

const getSignInOptions = (api: Client, signal: AbortSignal) => api('getSignInOptions', { signal });

const signInOptions = (api: Client) =>
  queryOptions({
    queryKey: ['sign-in-options'],
    queryFn: ({ signal }) => getSignInOptions(api, signal),
    // Whoever cannot be told goes on, and hears of it from the call itself.
    networkMode: 'always',
    retry: false,
  });

/** How people get in here. */
export const useSignInOptions = () => useQuery(signInOptions(useAuthenticationApi()));
