import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';

export const sessionsKey = ['own-sessions'];

const listSessions = (api: Client, signal: AbortSignal) => api('listSessions', { signal });

const listSessionsOptions = (api: Client) =>
  queryOptions({ queryKey: sessionsKey, queryFn: ({ signal }) => listSessions(api, signal) });

/** Where the visitor is signed in. */
export const useSessions = () => useQuery(listSessionsOptions(useApi()));
