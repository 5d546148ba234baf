import type { ChangeMediaBody, MediaClass, MediaStatus } from '@media-feed/contract';
import { api } from '../api-client/http.ts';

/** Which published media to show; all of them if nothing is said. */
export interface FeedFilter {
  readonly type?: MediaClass | undefined;
  readonly uploader?: string | undefined;
  readonly liked?: 'true' | undefined;
}

export const getFeedPage = (filter: FeedFilter, page: number, size: number, signal?: AbortSignal) =>
  api('listFeedPage', { query: { ...filter, page, size }, signal });

export const getFeedAfter = (filter: FeedFilter, cursor: string, size: number, signal?: AbortSignal) =>
  api('continueFeed', { query: { ...filter, cursor, size }, signal });

export const getMedia = (mediaId: string, signal?: AbortSignal) =>
  api('getMedia', { parameters: { mediaId }, signal });

export const getOwnMedia = (
  query: { status?: MediaStatus | undefined; cursor?: string | undefined; size: number },
  signal?: AbortSignal,
) => api('listOwnMedia', { query, signal });

export const changeMedia = (mediaId: string, body: ChangeMediaBody) =>
  api('changeMedia', { parameters: { mediaId }, body });

export const deleteMedia = (mediaId: string) => api('deleteMedia', { parameters: { mediaId } });

export const likeMedia = (mediaId: string) => api('like', { parameters: { mediaId } });

export const unlikeMedia = (mediaId: string) => api('unlike', { parameters: { mediaId } });
