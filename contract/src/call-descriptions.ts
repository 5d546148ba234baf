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
  'email-unverified',
  'file-too-large',
  'unsupported-media-type',
  'too-many-unfinished-uploads',
  'uploads-quota',
  'bytes-quota',
  'processing-quota',
  'too-many-requests',
  'account-suspended',
  'account-leaving',
  'uploads-off',
] as const satisfies readonly ProblemCode[];

export const callDescriptions: Readonly<Record<CallName, CallDescription>> = {
  signUp: {
    summary: 'Make an account and sign in',
    problems: ['sign-up-closed', 'invitation-needed', 'link-invalid', 'email-taken', 'too-many-requests'],
  },
  getSignInOptions: { summary: 'How people sign in here, and who may make an account' },
  signIn: { summary: 'Sign in', problems: ['invalid-credentials', 'account-suspended', 'too-many-requests'] },
  refresh: {
    summary: 'A new access token for the refresh cookie, which is exchanged for a new one',
    problems: ['forbidden'],
  },
  signOut: { summary: 'End the session of the refresh cookie', problems: ['forbidden'] },
  requestPasswordReset: {
    summary: 'Send a link for a new password, if anybody has that address',
    problems: ['too-many-requests'],
  },
  completePasswordReset: {
    summary: 'Choose a new password by such a link; every session ends',
    problems: ['link-invalid', 'too-many-requests'],
  },
  confirmEmail: {
    summary: 'Use a link of a mail: confirm an address, change to it, or have the former one back',
    problems: ['link-invalid', 'email-taken', 'too-many-requests'],
  },
  resendEmailVerification: {
    summary: 'Send me the link once more that confirms my address',
    problems: ['account-suspended', 'account-leaving', 'too-many-requests'],
  },
  changeEmail: {
    summary: 'Send a link to another address; mine becomes that one when it is used',
    problems: ['account-suspended', 'account-leaving', 'too-many-requests'],
  },
  getOwnProfile: { summary: 'Who am I' },
  changeProfile: {
    summary: 'Change my name, handle, words about me, or the language that I am written to in',
    problems: ['handle-taken', 'account-suspended', 'account-leaving'],
  },
  deleteAccount: {
    summary: 'Delete my account: hidden at once, gone after two weeks in which it can be restored',
    problems: ['account-suspended', 'too-many-requests'],
  },
  restoreAccount: {
    summary: 'Take that back: everything that was public is public again',
    problems: ['account-suspended', 'too-many-requests'],
  },
  changePassword: {
    summary: 'Change my password; every other session ends',
    problems: ['account-suspended', 'account-leaving', 'too-many-requests'],
  },
  getUsage: { summary: 'What I have used of my quotas' },
  getExport: {
    summary: 'Everything of mine that the site has, by pages, with URLs of the files',
    problems: ['too-many-requests'],
  },
  listSessions: { summary: 'Where I am signed in' },
  revokeSession: {
    summary: 'End one of my sessions',
    problems: ['account-suspended', 'account-leaving', 'not-found'],
  },
  listOwnReports: { summary: 'What I have reported, and what came of it, newest first' },
  getProfile: { summary: 'What everybody may see of a person', problems: ['not-found'] },
  getProfileByHandle: { summary: 'The same by the handle of that person', problems: ['not-found'] },
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
    problems: ['account-suspended', 'account-leaving', 'not-found', 'upload-conflict'],
  },
  listParts: {
    summary: 'Lists the parts that storage already holds',
    problems: ['not-found', 'upload-conflict'],
  },
  completeMultipart: {
    summary: 'Joins the parts; their sizes must add up to the size announced',
    problems: ['account-suspended', 'account-leaving', 'not-found', 'upload-conflict'],
  },
  abortMultipart: {
    summary: 'Takes back an upload that is not complete',
    problems: ['account-suspended', 'account-leaving', 'not-found', 'upload-conflict'],
  },
  listFeedPage: { summary: 'The feed by numbered page, newest publication first', notModified: true },
  continueFeed: { summary: 'The feed by cursor, newest publication first', notModified: true },
  searchMedia: { summary: 'Published media by words, newest first' },
  listOwnMedia: { summary: "The caller's own media in any status, newest request first" },
  getAtomFeed: { summary: 'The newest 50 of the feed, of a tag or of a person, as Atom', notModified: true },
  listTags: { summary: 'Tags of published items, most used first, for completion' },
  openEventStream: {
    summary: "Server-sent events of the caller's own media; `Last-Event-ID` replays the last hour",
    problems: ['too-many-requests'],
  },
  batchMedia: {
    summary: 'Likes, unlikes, tags or deletes up to 1,000 items, with a result for each',
    problems: ['account-suspended', 'account-leaving', 'too-many-requests'],
  },
  getMedia: {
    summary: 'One item: READY ones for everybody, any status for its owner',
    problems: ['not-found'],
  },
  changeMedia: {
    summary: "Changes an item's caption and alternative text",
    problems: ['forbidden', 'account-suspended', 'account-leaving', 'not-found'],
  },
  deleteMedia: {
    summary: 'Deletes an item, whatever its status, and everything published of it',
    problems: ['forbidden', 'account-suspended', 'account-leaving', 'not-found', 'too-many-requests'],
  },
  getOriginal: {
    summary: 'A URL of five minutes for the very file, for its owner',
    problems: ['account-suspended', 'not-found'],
  },
  like: {
    summary: 'Likes an item; calling it again is harmless',
    problems: ['account-suspended', 'account-leaving', 'not-found'],
  },
  unlike: {
    summary: 'Takes a like back; calling it again is harmless',
    problems: ['account-suspended', 'account-leaving', 'not-found'],
  },
  reportMedia: {
    summary: 'Reports an item to the operators; again, it says what was reported first',
    problems: ['forbidden', 'account-suspended', 'account-leaving', 'not-found', 'too-many-requests'],
  },
  appeal: {
    summary: 'Answers the removal of one’s item, once, within 30 days: operators look again',
    problems: ['account-suspended', 'account-leaving', 'not-found', 'not-appealable', 'too-many-requests'],
  },
  reportUser: {
    summary: 'Reports a person to the operators; again, it says what was reported first',
    problems: ['forbidden', 'account-suspended', 'account-leaving', 'not-found', 'too-many-requests'],
  },
  listCases: {
    summary: 'What was reported: open cases by urgency, or those that are decided (operators)',
    problems: ['forbidden'],
  },
  claimCase: {
    summary: 'Takes a case on for some minutes, in which nobody else decides it (operators)',
    problems: ['forbidden', 'account-suspended', 'not-found', 'case-conflict'],
  },
  decideCase: {
    summary: 'Decides a case that one has taken on (operators)',
    problems: ['forbidden', 'account-suspended', 'not-found', 'case-conflict'],
  },
  restoreMedia: {
    summary: 'Brings back what was removed within 30 days, with the same files (operators)',
    problems: ['forbidden', 'account-suspended', 'not-found', 'not-restorable'],
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
