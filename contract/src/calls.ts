/**
 * Every call of the API as data: the client, the API's routes, what they accept, and the OpenAPI document are made from
 * these rows. What people read of each is in `call-descriptions.ts`.
 */
import type * as z from 'zod/mini';
import {
  changePasswordBodySchema,
  changeEmailBodySchema,
  completePasswordResetBodySchema,
  confirmEmailBodySchema,
  requestPasswordResetBodySchema,
  sessionSchema,
  signInOptionsSchema,
  signedInSessionsSchema,
  signInBodySchema,
  signUpBodySchema,
} from './authentication.ts';
import { batchBodySchema, batchResultsSchema } from './batch.ts';
import { exportPageSchema, exportQuerySchema } from './export.ts';
import { handleSchema } from './handle.ts';
import { healthSchema } from './health.ts';
import {
  appealBodySchema,
  atomQuerySchema,
  changeMediaBodySchema,
  cursorPageSchema,
  feedPageSchema,
  feedQuerySchema,
  likeStateSchema,
  mediaItemSchema,
  originalSchema,
  ownMediaPageSchema,
  ownMediaQuerySchema,
  searchPageSchema,
  tagsQuerySchema,
  tagsSchema,
} from './media.ts';
import { casesPageSchema, casesQuerySchema, decisionBodySchema, moderationCaseSchema } from './moderation.ts';
import { ownReportsQuerySchema, ownReportsSchema, reportBodySchema, reportSchema } from './reports.ts';
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
import {
  changeProfileBodySchema,
  deleteAccountBodySchema,
  deletedAccountSchema,
  ownProfileSchema,
  publicProfileSchema,
  restoreAccountBodySchema,
  usageSchema,
} from './users.ts';

/** What stands for a parameter of that name. */
export const pathParameters: Readonly<Record<string, z.ZodMiniType<string>>> = { handle: handleSchema };

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `:name` marks a parameter; each is a UUID, but for those of `pathParameters`. */
  readonly path: `/${string}`;
  /** Without one, anything in a query is refused. */
  readonly query?: z.ZodMiniType<unknown, object>;
  /** Without one, anything in a body is refused. */
  readonly body?: z.ZodMiniType;
  /** Status of success. */
  readonly status: 200 | 201 | 202 | 204;
  /** Of success too, where what the call would do was done before; the answer is the same. */
  readonly repeatStatus?: 200;
  /** Schema of the answer's body; none for 204. */
  readonly answer?: z.ZodMiniType;
  /** Of an answer that is not JSON and has no schema. */
  readonly contentType?: `text/${string}` | 'application/atom+xml';
}

export const calls = {
  signUp: {
    method: 'POST',
    path: '/authentication/sign-up',
    body: signUpBodySchema,
    status: 201,
    answer: sessionSchema,
  },
  getSignInOptions: {
    method: 'GET',
    path: '/authentication/providers',
    status: 200,
    answer: signInOptionsSchema,
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
  requestPasswordReset: {
    method: 'POST',
    path: '/authentication/password-reset',
    body: requestPasswordResetBodySchema,
    status: 202,
  },
  completePasswordReset: {
    method: 'POST',
    path: '/authentication/password-reset/complete',
    body: completePasswordResetBodySchema,
    status: 204,
  },
  confirmEmail: {
    method: 'POST',
    path: '/authentication/email-verification',
    body: confirmEmailBodySchema,
    status: 204,
  },
  resendEmailVerification: {
    method: 'POST',
    path: '/authentication/email-verification/resend',
    status: 204,
  },
  changeEmail: { method: 'POST', path: '/users/me/email', body: changeEmailBodySchema, status: 202 },
  getOwnProfile: { method: 'GET', path: '/users/me', status: 200, answer: ownProfileSchema },
  changeProfile: {
    method: 'PATCH',
    path: '/users/me',
    body: changeProfileBodySchema,
    status: 200,
    answer: ownProfileSchema,
  },
  deleteAccount: {
    method: 'DELETE',
    path: '/users/me',
    body: deleteAccountBodySchema,
    status: 202,
    answer: deletedAccountSchema,
  },
  restoreAccount: {
    method: 'POST',
    path: '/users/me/restore',
    body: restoreAccountBodySchema,
    status: 200,
    answer: ownProfileSchema,
  },
  changePassword: {
    method: 'POST',
    path: '/users/me/password',
    body: changePasswordBodySchema,
    status: 204,
  },
  getUsage: { method: 'GET', path: '/users/me/usage', status: 200, answer: usageSchema },
  getExport: {
    method: 'GET',
    path: '/users/me/export',
    query: exportQuerySchema,
    status: 200,
    answer: exportPageSchema,
  },
  listSessions: { method: 'GET', path: '/users/me/sessions', status: 200, answer: signedInSessionsSchema },
  revokeSession: { method: 'DELETE', path: '/users/me/sessions/:sessionId', status: 204 },
  listOwnReports: {
    method: 'GET',
    path: '/users/me/reports',
    query: ownReportsQuerySchema,
    status: 200,
    answer: ownReportsSchema,
  },
  getProfile: { method: 'GET', path: '/users/:userId', status: 200, answer: publicProfileSchema },
  getProfileByHandle: {
    method: 'GET',
    path: '/users/by-handle/:handle',
    status: 200,
    answer: publicProfileSchema,
  },
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
  listFeedPage: {
    method: 'GET',
    path: '/media',
    query: feedQuerySchema,
    status: 200,
    answer: feedPageSchema,
  },
  /** The same path with `cursor` in the query. */
  continueFeed: {
    method: 'GET',
    path: '/media',
    query: feedQuerySchema,
    status: 200,
    answer: cursorPageSchema,
  },
  /** The same path with `q` in the query. */
  searchMedia: {
    method: 'GET',
    path: '/media',
    query: feedQuerySchema,
    status: 200,
    answer: searchPageSchema,
  },
  listOwnMedia: {
    method: 'GET',
    path: '/media/mine',
    query: ownMediaQuerySchema,
    status: 200,
    answer: ownMediaPageSchema,
  },
  getAtomFeed: {
    method: 'GET',
    path: '/media/feed.xml',
    query: atomQuerySchema,
    status: 200,
    contentType: 'application/atom+xml',
  },
  listTags: { method: 'GET', path: '/media/tags', query: tagsQuerySchema, status: 200, answer: tagsSchema },
  /** The events are in `media-events.ts`. */
  openEventStream: { method: 'GET', path: '/media/events', status: 200, contentType: 'text/event-stream' },
  batchMedia: {
    method: 'POST',
    path: '/media/batch',
    body: batchBodySchema,
    status: 200,
    answer: batchResultsSchema,
  },
  getMedia: { method: 'GET', path: '/media/:mediaId', status: 200, answer: mediaItemSchema },
  changeMedia: {
    method: 'PATCH',
    path: '/media/:mediaId',
    body: changeMediaBodySchema,
    status: 200,
    answer: mediaItemSchema,
  },
  deleteMedia: { method: 'DELETE', path: '/media/:mediaId', status: 204 },
  getOriginal: { method: 'GET', path: '/media/:mediaId/original', status: 200, answer: originalSchema },
  like: { method: 'POST', path: '/media/:mediaId/likes', status: 200, answer: likeStateSchema },
  unlike: { method: 'DELETE', path: '/media/:mediaId/likes', status: 200, answer: likeStateSchema },
  reportMedia: {
    method: 'POST',
    path: '/media/:mediaId/reports',
    body: reportBodySchema,
    status: 201,
    repeatStatus: 200,
    answer: reportSchema,
  },
  appeal: {
    method: 'POST',
    path: '/media/:mediaId/appeal',
    body: appealBodySchema,
    status: 201,
    answer: mediaItemSchema,
  },
  reportUser: {
    method: 'POST',
    path: '/users/:userId/reports',
    body: reportBodySchema,
    status: 201,
    repeatStatus: 200,
    answer: reportSchema,
  },
  listCases: {
    method: 'GET',
    path: '/moderation/cases',
    query: casesQuerySchema,
    status: 200,
    answer: casesPageSchema,
  },
  claimCase: {
    method: 'POST',
    path: '/moderation/cases/:caseId/claim',
    status: 200,
    answer: moderationCaseSchema,
  },
  decideCase: {
    method: 'POST',
    path: '/moderation/cases/:caseId/decision',
    body: decisionBodySchema,
    status: 200,
    answer: moderationCaseSchema,
  },
  restoreMedia: { method: 'DELETE', path: '/moderation/media/:mediaId/removal', status: 204 },
  getOpenGraphPage: {
    method: 'GET',
    path: '/media/:mediaId/open-graph',
    status: 200,
    contentType: 'text/html',
  },
  getLiveness: { method: 'GET', path: '/health/live', status: 200, answer: healthSchema },
  getReadiness: { method: 'GET', path: '/health/ready', status: 200, answer: healthSchema },
  /** For scrapers within the network: edges do not hand it on. */
  getMetrics: { method: 'GET', path: '/metrics', status: 200, contentType: 'text/plain' },
} as const satisfies Record<string, Call>;
export type CallName = keyof typeof calls;

/** Where the calls are shown, to people (HTML) and to programs (OpenAPI); in no list of them itself. */
export const documentationPaths = { page: '/docs', document: '/docs-json' } as const;
