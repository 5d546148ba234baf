/** What people read of each call, and how it can fail; apart from the calls, so that the browser need not carry it. */
import type { CallName } from './calls.ts';
import type { ProblemCode } from './problem.ts';

export interface CallDescription {
  /** One line: what the call does. */
  readonly summary: string;
  /** Why it can be refused, beside `commonProblems`. */
  readonly problems?: readonly ProblemCode[];
  /** Answers 304 to who has it already (`If-None-Match`). */
  readonly notModified?: true;
}

/** Every call may be answered with these, by the HTTP server where not by the route. */
export const commonProblems = [
  'validation',
  'malformed-request',
  'unauthenticated',
  'request-timeout',
  'body-too-large',
  'uri-too-long',
  'unsupported-content-type',
  'headers-too-large',
  'internal',
  'unavailable',
] as const satisfies readonly ProblemCode[];

const requestProblems = [
  'file-too-large',
  'unsupported-media-type',
  'too-many-unfinished-uploads',
  'upload-quota',
  'processing-quota',
  'too-many-requests',
  'account-suspended',
] as const satisfies readonly ProblemCode[];

export const callDescriptions: Readonly<Record<CallName, CallDescription>> = {
  signUp: { summary: 'Make an account and sign in', problems: ['email-taken', 'too-many-requests'] },
  signIn: { summary: 'Sign in', problems: ['invalid-credentials', 'account-suspended', 'too-many-requests'] },
  refresh: {
    summary: 'A new access token for the refresh cookie, which is exchanged for a new one',
    problems: ['forbidden'],
  },
  signOut: { summary: 'End the session of the refresh cookie', problems: ['forbidden'] },
  getOwnProfile: { summary: 'Who am I' },
  changeProfile: { summary: 'Change my name', problems: ['account-suspended'] },
  changePassword: {
    summary: 'Change my password; every other session ends',
    problems: ['account-suspended', 'too-many-requests'],
  },
  getUsage: { summary: 'What I have used of my quotas' },
  listSessions: { summary: 'Where I am signed in' },
  revokeSession: { summary: 'End one of my sessions', problems: ['account-suspended', 'not-found'] },
  getProfile: { summary: 'What everybody may see of a person', problems: ['not-found'] },
  requestUpload: {
    summary: 'Gives a URL for one PUT of exactly this file, straight to storage',
    problems: requestProblems,
  },
  startMultipart: {
    summary: 'Opens an upload in parts, for large files and ones that must survive interruptions',
    problems: requestProblems,
  },
  signParts: {
    summary: 'Gives a URL for each of the parts named, for its exact size',
    problems: ['account-suspended', 'not-found', 'upload-conflict'],
  },
  listParts: {
    summary: 'Lists the parts that storage already holds',
    problems: ['not-found', 'upload-conflict'],
  },
  completeMultipart: {
    summary: 'Joins the parts; their sizes must add up to the size announced',
    problems: ['account-suspended', 'not-found', 'upload-conflict'],
  },
  abortMultipart: {
    summary: 'Takes back an upload that is not complete',
    problems: ['account-suspended', 'not-found', 'upload-conflict'],
  },
  listFeedPage: { summary: 'The feed by numbered page, newest publication first', notModified: true },
  continueFeed: { summary: 'The feed by cursor, newest publication first', notModified: true },
  listOwnMedia: { summary: "The caller's own media in any status, newest request first" },
  openEventStream: {
    summary: "Server-sent events of the caller's own media; `Last-Event-ID` replays the last hour",
    problems: ['too-many-requests'],
  },
  getMedia: {
    summary: 'One item: READY ones for everybody, any status for its owner',
    problems: ['not-found'],
  },
  changeMedia: {
    summary: "Changes an item's alternative text",
    problems: ['forbidden', 'account-suspended', 'not-found'],
  },
  deleteMedia: {
    summary: 'Deletes an item, whatever its status, and everything published of it',
    problems: ['forbidden', 'account-suspended', 'not-found', 'too-many-requests'],
  },
  like: {
    summary: 'Likes an item; calling it again is harmless',
    problems: ['account-suspended', 'not-found'],
  },
  unlike: {
    summary: 'Takes a like back; calling it again is harmless',
    problems: ['account-suspended', 'not-found'],
  },
  getOpenGraphPage: {
    summary: 'An item as a page of Open Graph tags, for programs that show links as cards',
    problems: ['not-found'],
  },
  getLiveness: { summary: 'The process runs' },
  getReadiness: {
    summary: 'What the API needs can be reached; else 503 with what is down in `errors[].path`',
  },
  getMetrics: { summary: 'Measurements as Prometheus text' },
};
