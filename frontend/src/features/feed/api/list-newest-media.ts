import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { mediaKeys, type FeedFilter } from '../../../lib/media/media-list.ts';

/** The newest few, to find out how many are newer than what is shown. */
export const newestCount = 20;
const checkEveryMs = 20_000;

const listNewestMedia = (api: Client, filter: FeedFilter, signal: AbortSignal) =>
  api('listFeedPage', { query: { ...filter, page: 1, size: newestCount }, signal });

const listNewestMediaOptions = (api: Client, filter: FeedFilter) =>
  queryOptions({
    queryKey: mediaKeys.newest(filter),
    queryFn: ({ signal }) => listNewestMedia(api, filter, signal),
  });

/** Reads them again and again while the page is looked at. */
export const useNewestMedia = (filter: FeedFilter, enabled: boolean) =>
  useQuery({
    ...listNewestMediaOptions(useApi(), filter),
    enabled,
    refetchInterval: checkEveryMs,
    refetchOnWindowFocus: true,
  });
