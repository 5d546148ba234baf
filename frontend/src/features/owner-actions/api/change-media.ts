import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChangeMediaBody, Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { changeMediaEverywhere } from '../../../lib/media/media-cache.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';

const changeMedia = (api: Client, mediaId: string, body: ChangeMediaBody) =>
  api('changeMedia', { parameters: { mediaId }, body });

export function useChangeDescription(mediaId: string, onDone: () => void) {
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const t = useTexts();
  return useMutation({
    mutationFn: (altText: string) => changeMedia(api, mediaId, { altText: altText === '' ? null : altText }),
    onSuccess: (item) => {
      changeMediaEverywhere(queryClient, mediaId, () => item);
      onDone();
    },
    onError: () => {
      toasts.show(t.owner.descriptionNotSaved, { tone: 'bad' });
    },
  });
}
