import { useCallback } from 'react';
import type { MediaItem } from '@media-feed/contract';
import { useSessionStore } from '../../../lib/session/session-context.ts';
import { useAskToSignIn } from '../../../lib/session/use-ask-to-sign-in.ts';
import { useLikes } from '../likes.ts';

/** Likes or unlikes; somebody signed out is asked to sign in first, and the like is done afterwards. */
export function useToggleLike(): (item: MediaItem, liked?: boolean) => void {
  const likes = useLikes();
  const session = useSessionStore();
  const askToSignIn = useAskToSignIn();
  return useCallback(
    (item, liked = !item.liked) => {
      void session.whenKnown().then(({ status }) => {
        if (status === 'signed-in') void likes.set(item.id, liked);
        else askToSignIn('like', { likeMediaId: item.id });
      });
    },
    [likes, session, askToSignIn],
  );
}
