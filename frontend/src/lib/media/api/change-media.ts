import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChangeMediaBody, Client } from '@media-feed/contract';
import { useApi } from '../../api-client/api-context.ts';
import { useTexts } from '../../text/use-texts.ts';
import { useToasts } from '../../toasts.ts';
import { receiveChangedTexts } from '../media-cache.ts';

const changeMedia = (api: Client, mediaId: string, body: ChangeMediaBody) =>
  api('changeMedia', { parameters: { mediaId }, body });

/** What is not named stays; an empty text takes it away. */
export function useChangeTexts(mediaId: string, onDone: () => void = () => undefined) {
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const t = useTexts();
  return useMutation({
    mutationFn: (texts: ChangeMediaBody) => changeMedia(api, mediaId, texts),
    onSuccess: (item) => {
      receiveChangedTexts(queryClient, item);
      onDone();
    },
    onError: () => {
      toasts.show(t.owner.textsNotSaved, { tone: 'bad' });
    },
  });
}
