/** A valid request for each operation, from which every case of the tables differs in one thing. */
import type { HttpRequest } from '@media-feed/testing/http';
import { jsonRequest } from '@media-feed/testing/http';
import { fillPath, type Operation } from '../support/open-api/document.ts';
import { handleOf, type Possessions } from '../support/world.ts';

let count = 0;
const newEmail = () => `row-${process.pid}-${Date.now()}-${(count += 1)}@example.org`;
const password = 'correct horse battery';
const upload = { fileName: 'clip.mp4', contentType: 'video/mp4', size: 1000 };

/** Bodies by operation; an operation of the document that takes a body and is not here throws. */
const bodies: Record<string, (owner: Possessions) => Record<string, unknown>> = {
  'POST /authentication/sign-up': () => ({ email: newEmail(), password, confirmPassword: password }),
  'POST /authentication/sign-in': ({ user }) => ({ email: user.session.user.email, password }),
  'POST /authentication/password-reset': ({ user }) => ({ email: user.session.user.email }),
  // A link that was never sent: whoever gets through is 400.
  'POST /authentication/password-reset/complete': () => ({ token: 'x'.repeat(43), password }),
  'PATCH /users/me': () => ({ name: 'Somebody' }),
  // With the wrong password, so that whoever gets through is 400 and the world stays as it is.
  'POST /users/me/password': () => ({
    currentPassword: `not ${password}`,
    newPassword: password,
    confirmPassword: password,
  }),
  'POST /authentication/email-verification': () => ({ token: 'x'.repeat(43) }),
  // The same.
  'POST /users/me/email': () => ({ email: newEmail(), password: `not ${password}` }),
  'DELETE /users/me': () => ({ password: `not ${password}` }),
  'POST /users/me/restore': () => ({ password: `not ${password}` }),
  'POST /media/presigned-url': () => upload,
  'POST /media/multipart': () => upload,
  'POST /media/multipart/{mediaId}/parts': () => ({ partNumbers: [1] }),
  'POST /media/multipart/{mediaId}/complete': () => ({ parts: [{ partNumber: 1, etag: '"0"' }] }),
  // Of what is their own, which is 403: whoever is no stranger gets no further.
  'POST /media/{mediaId}/reports': () => ({ reason: 'SPAM' }),
  // Of what is not removed, which is 409.
  'POST /media/{mediaId}/appeal': () => ({ text: 'It is mine' }),
  'POST /users/{userId}/reports': () => ({ reason: 'SPAM' }),
  'POST /moderation/cases/{caseId}/decision': () => ({ action: 'DISMISS' }),
  'POST /media/batch': ({ readyId }) => ({ action: 'tag', mediaIds: [readyId], tag: 'sea' }),
  'PATCH /media/{mediaId}': () => ({ altText: 'A picture' }),
};

export interface Difference {
  /** Instead of the owner's own id. */
  id?: string;
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export function validBody({ key, body }: Operation, owner: Possessions): Record<string, unknown> | undefined {
  if (!body) return undefined;
  const make = bodies[key];
  if (!make) throw new Error(`${key} needs a valid body in authorization-requests.ts`);
  return make(owner);
}

/** The id that a valid request of the owner names. */
function ownId({ path }: Operation, { user, readyId, multipartId }: Possessions): string {
  if (path.includes('{handle}')) return handleOf(user);
  if (path.startsWith('/users/')) return user.session.user.id;
  return path.startsWith('/media/multipart/') ? multipartId : readyId;
}

/** The id of something that only its owner sees. */
export function hiddenId({ path }: Operation, { pendingId, multipartId }: Possessions): string {
  return path.startsWith('/media/multipart/') ? multipartId : pendingId;
}

/** What the owner may ask for, but for the difference. */
export function requestFor(
  operation: Operation,
  owner: Possessions,
  difference: Difference = {},
): HttpRequest {
  const { id = ownId(operation, owner), query, headers = {} } = difference;
  const values = Object.fromEntries(operation.pathParameters.map(({ name }) => [name, id]));
  const path = fillPath(operation.path, values) + (query === undefined ? '' : `?${query}`);
  const body = 'body' in difference ? difference.body : validBody(operation, owner);
  return jsonRequest(operation.method, path, body, headers);
}
