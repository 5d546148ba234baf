import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AppealBody, Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { receiveOwnMedia } from '../../../lib/media/media-cache.ts';

const appeal = (api: Client, mediaId: string, body: AppealBody) =>
  api('appeal', { parameters: { mediaId }, body });

/** Answers to the removal of one's own item, which is shown as it is then. */
export function useAppeal(mediaId: string) {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: AppealBody) => appeal(api, mediaId, body),
    onSuccess: (item) => {
      receiveOwnMedia(queryClient, item);
    },
  });
}
