import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { session } from '../../lib/session/session.ts';
import { setLike } from './likes.ts';
import { useAskToSignIn } from '../../lib/session/use-ask-to-sign-in.ts';

/** Likes or unlikes; somebody signed out is asked to sign in first, and the like is done afterwards. */
export function useToggleLike(): (item: MediaItem, liked?: boolean) => void {
  const queryClient = useQueryClient();
  const askToSignIn = useAskToSignIn();
  return useCallback(
    (item, liked = !item.liked) => {
      void session.whenKnown().then(({ status }) => {
        if (status === 'signed-in') void setLike(queryClient, item.id, liked);
        else askToSignIn('to like this', { likeMediaId: item.id });
      });
    },
    [queryClient, askToSignIn],
  );
}
