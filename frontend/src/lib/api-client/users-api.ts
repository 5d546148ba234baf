import type { ChangeProfileBody } from '@media-feed/contract';
import { api } from './http.ts';

export const changeOwnProfile = (body: ChangeProfileBody) => api('changeProfile', { body });

export const getProfile = (userId: string) => api('getProfile', { parameters: { userId } });
