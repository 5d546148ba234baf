import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../api-client/api-context.ts';

const count = 8;
const staleMs = 60_000;

const listTags = (api: Client, prefix: string, signal: AbortSignal) =>
  api('listTags', { query: { ...(prefix !== '' && { prefix }), size: count }, signal });

const listTagsOptions = (api: Client, prefix: string) =>
  queryOptions({
    queryKey: ['tags', prefix],
    queryFn: ({ signal }) => listTags(api, prefix, signal),
    staleTime: staleMs,
    placeholderData: keepPreviousData,
  });

/** The tags that begin so, or the most used of all for an empty one. */
export const useTags = (prefix: string, enabled = true) =>
  useQuery({ ...listTagsOptions(useApi(), prefix), enabled });
