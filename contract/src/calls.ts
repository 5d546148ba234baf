/** Every call of the API as data: what the client is made from. Rules that shapes cannot say: docs/api.md. */
import type * as z from 'zod/mini';
import {
  changePasswordBodySchema,
  sessionSchema,
  signedInSessionsSchema,
  signInBodySchema,
  signUpBodySchema,
} from './authentication.ts';
import {
  changeMediaBodySchema,
  cursorPageSchema,
  feedPageSchema,
  likeStateSchema,
  mediaItemSchema,
  ownMediaPageSchema,
} from './media.ts';
import {
  completedUploadSchema,
  completeUploadBodySchema,
  multipartUploadSchema,
  presignedUploadSchema,
  requestUploadBodySchema,
  signedPartsSchema,
  signPartsBodySchema,
  storedPartsSchema,
} from './uploads.ts';
import { changeProfileBodySchema, ownProfileSchema, publicProfileSchema } from './users.ts';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `:name` marks a parameter. */
  readonly path: `/${string}`;
  readonly body?: z.ZodMiniType;
  /** Status of success. */
  readonly status: 200 | 201 | 204;
  /** Schema of the answer's body; none for 204. */
  readonly answer?: z.ZodMiniType;
}

export const calls = {
  signUp: {
    method: 'POST',
    path: '/authentication/sign-up',
    body: signUpBodySchema,
    status: 201,
    answer: sessionSchema,
  },
  signIn: {
    method: 'POST',
    path: '/authentication/sign-in',
    body: signInBodySchema,
    status: 200,
    answer: sessionSchema,
  },
  refresh: { method: 'POST', path: '/authentication/refresh', status: 200, answer: sessionSchema },
  signOut: { method: 'POST', path: '/authentication/sign-out', status: 204 },
  getOwnProfile: { method: 'GET', path: '/users/me', status: 200, answer: ownProfileSchema },
  changeProfile: {
    method: 'PATCH',
    path: '/users/me',
    body: changeProfileBodySchema,
    status: 200,
    answer: ownProfileSchema,
  },
  changePassword: {
    method: 'POST',
    path: '/users/me/password',
    body: changePasswordBodySchema,
    status: 204,
  },
  listSessions: { method: 'GET', path: '/users/me/sessions', status: 200, answer: signedInSessionsSchema },
  revokeSession: { method: 'DELETE', path: '/users/me/sessions/:sessionId', status: 204 },
  getProfile: { method: 'GET', path: '/users/:userId', status: 200, answer: publicProfileSchema },
  requestUpload: {
    method: 'POST',
    path: '/media/presigned-url',
    body: requestUploadBodySchema,
    status: 201,
    answer: presignedUploadSchema,
  },
  startMultipart: {
    method: 'POST',
    path: '/media/multipart',
    body: requestUploadBodySchema,
    status: 201,
    answer: multipartUploadSchema,
  },
  signParts: {
    method: 'POST',
    path: '/media/multipart/:mediaId/parts',
    body: signPartsBodySchema,
    status: 200,
    answer: signedPartsSchema,
  },
  listParts: {
    method: 'GET',
    path: '/media/multipart/:mediaId/parts',
    status: 200,
    answer: storedPartsSchema,
  },
  completeMultipart: {
    method: 'POST',
    path: '/media/multipart/:mediaId/complete',
    body: completeUploadBodySchema,
    status: 200,
    answer: completedUploadSchema,
  },
  abortMultipart: { method: 'DELETE', path: '/media/multipart/:mediaId', status: 204 },
  listFeedPage: { method: 'GET', path: '/media', status: 200, answer: feedPageSchema },
  /** The same path with `cursor` in the query. */
  continueFeed: { method: 'GET', path: '/media', status: 200, answer: cursorPageSchema },
  listOwnMedia: { method: 'GET', path: '/media/mine', status: 200, answer: ownMediaPageSchema },
  getMedia: { method: 'GET', path: '/media/:mediaId', status: 200, answer: mediaItemSchema },
  changeMedia: {
    method: 'PATCH',
    path: '/media/:mediaId',
    body: changeMediaBodySchema,
    status: 200,
    answer: mediaItemSchema,
  },
  deleteMedia: { method: 'DELETE', path: '/media/:mediaId', status: 204 },
  like: { method: 'POST', path: '/media/:mediaId/likes', status: 200, answer: likeStateSchema },
  unlike: { method: 'DELETE', path: '/media/:mediaId/likes', status: 200, answer: likeStateSchema },
} as const satisfies Record<string, Call>;
export type CallName = keyof typeof calls;
