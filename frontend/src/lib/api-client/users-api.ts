import type { ChangeProfileBody, OwnProfile, PublicProfile } from '@media-feed/contract';
import { request } from './http.ts';

export const getOwnProfile = () => request<OwnProfile>({ url: '/users/me' });

export const changeOwnProfile = (body: ChangeProfileBody) =>
  request<OwnProfile>({ method: 'PATCH', url: '/users/me', data: body });

export const getProfile = (userId: string) => request<PublicProfile>({ url: `/users/${userId}` });
