import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';

const profileKey = (userId: string) => ['user', userId];
const handleKey = (handle: string) => ['user-by-handle', handle];

const getProfile = (api: Client, userId: string) => api('getProfile', { parameters: { userId } });

const getProfileOptions = (api: Client, userId: string) =>
  queryOptions({ queryKey: profileKey(userId), queryFn: () => getProfile(api, userId) });

export const useProfile = (userId: string) => useQuery(getProfileOptions(useApi(), userId));

/** What is found is known by its id as well, under which the page shows it. */
async function getProfileByHandle(api: Client, queries: QueryClient, handle: string) {
  const profile = await api('getProfileByHandle', { parameters: { handle } });
  queries.setQueryData(profileKey(profile.id), profile);
  return profile;
}

const getProfileByHandleOptions = (api: Client, queries: QueryClient, handle: string) =>
  queryOptions({ queryKey: handleKey(handle), queryFn: () => getProfileByHandle(api, queries, handle) });

export const useProfileByHandle = (handle: string) =>
  useQuery(getProfileByHandleOptions(useApi(), useQueryClient(), handle));
