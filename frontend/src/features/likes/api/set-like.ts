import { mutationOptions } from '@tanstack/react-query';
import type { Client, LikeState } from '@media-feed/contract';

export interface LikeChange {
  readonly mediaId: string;
  readonly liked: boolean;
}

const setLike = (api: Client, { mediaId, liked }: LikeChange): Promise<LikeState> =>
  api(liked ? 'like' : 'unlike', { parameters: { mediaId } });

/** Fails at once while offline: nobody expects a like of a while ago to be sent later. */
export const setLikeOptions = (api: Client) =>
  mutationOptions({
    mutationKey: ['media', 'like'],
    mutationFn: (change: LikeChange) => setLike(api, change),
    networkMode: 'always',
  });
