import { useMutation } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';

const getOriginal = (api: Client, mediaId: string) => api('getOriginal', { parameters: { mediaId } });

/** Has the browser save the very file. Storage says that it is to be saved, so that the page stays. */
export function useDownloadOriginal(mediaId: string) {
  const api = useApi();
  const toasts = useToasts();
  const t = useTexts();
  return useMutation({
    mutationFn: () => getOriginal(api, mediaId),
    onSuccess: ({ url }) => {
      window.location.assign(url);
    },
    onError: () => {
      toasts.show(t.owner.originalFailed, { tone: 'bad' });
    },
  });
}
