import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';

export const ownProfileKey = ['own-profile'];

const getOwnProfile = (api: Client, signal: AbortSignal) => api('getOwnProfile', { signal });

const ownProfileOptions = (api: Client) =>
  queryOptions({ queryKey: ownProfileKey, queryFn: ({ signal }) => getOwnProfile(api, signal) });

/** What the visitor sees of themselves. */
export const useOwnProfile = () => useQuery(ownProfileOptions(useApi()));
