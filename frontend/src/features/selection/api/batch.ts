import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MediaItem } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { batchMediaOptions } from '../../../lib/media/api/batch-media.ts';
import { changeMediaEverywhere } from '../../../lib/media/media-cache.ts';
import { mediaKeys } from '../../../lib/media/media-list.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';

const idsOf = (items: readonly MediaItem[]): string[] => items.map(({ id }) => id);

/** Likes or unlikes them all: shown at once, and taken back of those for which it was not done. */
export function useLikeMany() {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const t = useTexts().selection;
  const batch = useMutation(batchMediaOptions(useApi()));

  const show = (items: readonly MediaItem[], liked: boolean): void => {
    for (const { id } of items) {
      changeMediaEverywhere(queryClient, id, (item) => ({
        ...item,
        liked,
        likesCount: Math.max(0, item.likesCount + Number(liked) - Number(item.liked)),
      }));
    }
  };

  return (items: readonly MediaItem[], liked: boolean): void => {
    const changing = items.filter((item) => item.liked !== liked);
    show(changing, liked);
    const action = liked ? 'like' : 'unlike';
    batch.mutate(
      { action, mediaIds: idsOf(changing) },
      {
        onSuccess(refused) {
          const failed = changing.filter(({ id }) => refused.has(id));
          show(failed, !liked);
          if (failed.length > 0) toasts.show(t.notDone({ count: failed.length }), { tone: 'bad' });
        },
        onError() {
          show(changing, !liked);
          toasts.show(t.failed, { tone: 'bad' });
        },
      },
    );
  };
}

/** Puts a tag behind the captions of them all. Which of them had it, and what lists they belong to, the API knows. */
export function useTagMany(onDone: () => void) {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const t = useTexts().selection;
  const batch = useMutation(batchMediaOptions(useApi()));
  return {
    isSaving: batch.isPending,
    tag: (items: readonly MediaItem[], tag: string): void => {
      batch.mutate(
        { action: 'tag', mediaIds: idsOf(items), tag },
        {
          onSuccess(refused) {
            void queryClient.invalidateQueries({ queryKey: mediaKeys.all });
            const count = items.length - refused.size;
            if (refused.size > 0) toasts.show(t.noRoom({ count: refused.size }), { tone: 'bad' });
            else toasts.show(t.tagged({ count, tag }));
            onDone();
          },
          onError() {
            toasts.show(t.failed, { tone: 'bad' });
          },
        },
      );
    },
  };
}
