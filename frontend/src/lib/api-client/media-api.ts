import type {
  ChangeMediaBody,
  CursorPage,
  FeedPage,
  LikeState,
  MediaClass,
  MediaItem,
  MediaStatus,
  OwnMediaPage,
} from '@media-feed/contract';
import { request } from './http.ts';

/** Which published media to show; all of them if nothing is said. */
export interface FeedFilter {
  readonly type?: MediaClass | undefined;
  readonly uploader?: string | undefined;
  readonly liked?: 'true' | undefined;
}

export const getFeedPage = (filter: FeedFilter, page: number, size: number, signal?: AbortSignal) =>
  request<FeedPage>({ url: '/media', params: { ...filter, page, size }, ...given({ signal }) });

export const getFeedAfter = (filter: FeedFilter, cursor: string, size: number, signal?: AbortSignal) =>
  request<CursorPage>({ url: '/media', params: { ...filter, cursor, size }, ...given({ signal }) });

export const getMedia = (mediaId: string, signal?: AbortSignal) =>
  request<MediaItem>({ url: `/media/${mediaId}`, ...given({ signal }) });

export const getOwnMedia = (
  query: { status?: MediaStatus | undefined; cursor?: string | undefined; size: number },
  signal?: AbortSignal,
) => request<OwnMediaPage>({ url: '/media/mine', params: query, ...given({ signal }) });

export const changeMedia = (mediaId: string, body: ChangeMediaBody) =>
  request<MediaItem>({ method: 'PATCH', url: `/media/${mediaId}`, data: body });

export const deleteMedia = (mediaId: string) =>
  request<undefined>({ method: 'DELETE', url: `/media/${mediaId}` });

export const likeMedia = (mediaId: string) =>
  request<LikeState>({ method: 'POST', url: `/media/${mediaId}/likes` });

export const unlikeMedia = (mediaId: string) =>
  request<LikeState>({ method: 'DELETE', url: `/media/${mediaId}/likes` });

const given = ({ signal }: { signal: AbortSignal | undefined }) => (signal ? { signal } : {});
