import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../api-client/api-context.ts';
import { findMedia } from '../media-cache.ts';
import { mediaKeys } from '../media-list.ts';

export const getMedia = (api: Client, mediaId: string, signal?: AbortSignal) =>
  api('getMedia', { parameters: { mediaId }, signal });

const getMediaOptions = (api: Client, mediaId: string) =>
  queryOptions({
    queryKey: mediaKeys.item(mediaId),
    queryFn: ({ signal }) => getMedia(api, mediaId, signal),
  });

/** One item: at once what the page has of it already, and then what the API has. */
export function useMedia(mediaId: string) {
  const queryClient = useQueryClient();
  return useQuery({
    ...getMediaOptions(useApi(), mediaId),
    initialData: () => findMedia(queryClient, mediaId),
    initialDataUpdatedAt: 0,
  });
}
