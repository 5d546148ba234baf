import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChangeMediaBody, Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { receiveChangedTexts } from '../../../lib/media/media-cache.ts';
import type { WrittenTexts } from '../../../lib/media/media-texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';

const changeMedia = (api: Client, mediaId: string, body: ChangeMediaBody) =>
  api('changeMedia', { parameters: { mediaId }, body });

/** Both texts as they stand in the dialog; an empty one takes it away. */
export function useChangeTexts(mediaId: string, onDone: () => void) {
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const t = useTexts();
  return useMutation({
    mutationFn: (texts: WrittenTexts) => changeMedia(api, mediaId, { ...texts }),
    onSuccess: (item) => {
      receiveChangedTexts(queryClient, item);
      onDone();
    },
    onError: () => {
      toasts.show(t.owner.textsNotSaved, { tone: 'bad' });
    },
  });
}
