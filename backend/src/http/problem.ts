import type { Problem, ProblemCode } from '@media-feed/contract';
import type { ErrorDetail } from '../errors/domain-error.ts';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8';

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** The sentence where an error has none of its own. */
  readonly detail: string;
}

/** Every code with its status. A code that is missing here does not compile. */
export const problemKinds: Record<ProblemCode, ProblemKind> = {
  validation: {
    status: 400,
    title: 'Not valid',
    detail: 'The request is not valid.',
  },
  'malformed-request': {
    status: 400,
    title: 'Malformed request',
    detail: 'The request could not be understood.',
  },
  'link-invalid': {
    status: 400,
    title: 'Link not valid',
    detail: 'This link was used already, has expired, or is not complete.',
  },
  unauthenticated: {
    status: 401,
    title: 'Not signed in',
    detail: 'A valid access token is required.',
  },
  'invalid-credentials': {
    status: 401,
    title: 'Wrong e-mail or password',
    detail: 'The e-mail address or the password is wrong.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    detail: 'You are not allowed to do this.',
  },
  'sign-up-closed': {
    status: 403,
    title: 'Sign-up closed',
    detail: 'New accounts are not taken here.',
  },
  'invitation-needed': {
    status: 403,
    title: 'Invitation needed',
    detail: 'New accounts need an invitation here.',
  },
  'account-suspended': {
    status: 403,
    title: 'Account suspended',
    detail: 'This account is suspended.',
  },
  'account-leaving': {
    status: 403,
    title: 'Account being deleted',
    detail: 'This account is being deleted. Until then it can be restored, and nothing else.',
  },
  'email-unverified': {
    status: 403,
    title: 'E-mail address not confirmed',
    detail: 'Confirm your e-mail address first, by the link that you were sent.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    detail: 'The requested resource does not exist.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    detail: 'This path does not support the method.',
  },
  'request-timeout': {
    status: 408,
    title: 'Request timeout',
    detail: 'The request took too long to arrive.',
  },
  'email-taken': {
    status: 409,
    title: 'E-mail address in use',
    detail: 'This e-mail address is already in use.',
  },
  'handle-taken': {
    status: 409,
    title: 'Handle in use',
    detail: 'Somebody has this handle, or one that looks the same.',
  },
  'upload-conflict': {
    status: 409,
    title: 'Upload conflict',
    detail: 'The state of the upload does not allow this.',
  },
  'case-conflict': {
    status: 409,
    title: 'Case conflict',
    detail: 'Somebody else works on this case, it is decided, or it was not taken on.',
  },
  'not-restorable': {
    status: 409,
    title: 'Not restorable',
    detail: 'No operator removed this item, or it was longer ago than copies are sure to be kept.',
  },
  'not-appealable': {
    status: 409,
    title: 'Not appealable',
    detail: 'No operator removed this item, it was more than 30 days ago, or it was answered before.',
  },
  'body-too-large': {
    status: 413,
    title: 'Body too large',
    detail: 'The body of the request exceeds the limit.',
  },
  'file-too-large': {
    status: 413,
    title: 'File too large',
    detail: 'The size of the file exceeds the limit.',
  },
  'uri-too-long': {
    status: 414,
    title: 'Address too long',
    detail: 'The address of the request exceeds the limit.',
  },
  'unsupported-content-type': {
    status: 415,
    title: 'Content type not supported',
    detail: 'Bodies must be JSON, sent with Content-Type: application/json.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Media type not supported',
    detail: 'This file type is not supported.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: 'Too many requests. Try again later.',
  },
  'too-many-unfinished-uploads': {
    status: 429,
    title: 'Too many unfinished uploads',
    detail: 'Finish or cancel some uploads first.',
  },
  'uploads-quota': {
    status: 429,
    title: 'Uploads of a day used up',
    detail: 'You have asked for as many uploads as a day allows.',
  },
  'bytes-quota': {
    status: 429,
    title: 'Bytes of a day used up',
    detail: 'Your uploads of a day would have more bytes than it allows.',
  },
  'processing-quota': {
    status: 429,
    title: 'Processing time used up',
    detail: 'Your uploads of the last hour took as long to process as an hour allows.',
  },
  'headers-too-large': {
    status: 431,
    title: 'Headers too large',
    detail: 'The headers of the request exceed the limit.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side.',
  },
  unavailable: {
    status: 503,
    title: 'Unavailable',
    detail: 'The service is overloaded or a dependency is unavailable. Try again soon.',
  },
  'uploads-off': {
    status: 503,
    title: 'Uploads switched off',
    detail: 'Uploads are switched off for now. Everything else goes on; try again later.',
  },
};

/** Seconds that clients are asked to wait after a 503 that nobody knows more about. */
export const UNAVAILABLE_RETRY_SECONDS = 2;

/** Where a problem came up: the path that was asked for, without its query, and the request's id. */
export interface ProblemSource {
  readonly instance: string;
  readonly requestId: string;
}

/** Nobody reads more of them, and a body of 20,000 unknown fields would be answered with megabytes. */
const maxErrors = 50;

export function buildProblem(
  code: ProblemCode,
  source: ProblemSource,
  { detail, errors }: { detail?: string; errors?: readonly ErrorDetail[] | undefined } = {},
): Problem {
  const kind = problemKinds[code];
  return {
    type: `/problems/${code}`,
    title: kind.title,
    status: kind.status,
    detail: detail ?? kind.detail,
    ...source,
    code,
    ...(errors && { errors: errors.slice(0, maxErrors) }),
  };
}

/** The code for a status that a framework came up with. */
export function codeOfStatus(status: number): ProblemCode {
  switch (status) {
    case 401:
      return 'unauthenticated';
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 405:
      return 'method-not-allowed';
    case 408:
      return 'request-timeout';
    case 413:
      return 'body-too-large';
    case 414:
      return 'uri-too-long';
    case 415:
      return 'unsupported-content-type';
    case 429:
      return 'too-many-requests';
    case 431:
      return 'headers-too-large';
    case 503:
      return 'unavailable';
    default:
      return status >= 400 && status < 500 ? 'malformed-request' : 'internal';
  }
}
