import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';

export const ownReportsKey = ['own-reports'];

const listOwnReports = (api: Client, cursor: string | undefined, signal: AbortSignal) =>
  api('listOwnReports', { query: { cursor }, signal });

const listOwnReportsOptions = (api: Client) =>
  infiniteQueryOptions({
    queryKey: ownReportsKey,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => listOwnReports(api, pageParam, signal),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

/** What the visitor has reported, newest first. */
export const useOwnReports = () => useInfiniteQuery(listOwnReportsOptions(useApi()));
