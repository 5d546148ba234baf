import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';

const getProfile = (api: Client, userId: string) => api('getProfile', { parameters: { userId } });

const getProfileOptions = (api: Client, userId: string) =>
  queryOptions({ queryKey: ['user', userId], queryFn: () => getProfile(api, userId) });

export const useProfile = (userId: string) => useQuery(getProfileOptions(useApi(), userId));
