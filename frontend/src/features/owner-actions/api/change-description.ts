import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeMedia } from '../../../lib/media/media-api.ts';
import { showToast } from '../../../lib/toasts/toasts.ts';
import { changeMediaEverywhere } from '../../../lib/media/media-cache.ts';

export function useChangeDescription(mediaId: string, onDone: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (altText: string) => changeMedia(mediaId, { altText: altText === '' ? null : altText }),
    onSuccess: (item) => {
      changeMediaEverywhere(queryClient, mediaId, () => item);
      onDone();
    },
    onError: () => {
      showToast('The description was not saved. It is still here; try again.', { tone: 'bad' });
    },
  });
}
