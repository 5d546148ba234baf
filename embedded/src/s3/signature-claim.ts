import { S3Error } from './s3-error.ts';
import { header, queryValue, sentHeader } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';

export const algorithm = 'AWS4-HMAC-SHA256';
const maxSkewMilliseconds = 15 * 60 * 1000;
const maxExpirySeconds = 7 * 24 * 60 * 60;
const unsignedPayload = 'UNSIGNED-PAYLOAD';

/** What a request says of its signature, within its time but not yet verified. */
export interface Claim {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly scope: string;
  readonly timestamp: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly payload: string;
}

/** From the Authorization header or a presigned query. `now` is in milliseconds since the epoch. */
export function readClaim(request: S3Request, now: number): Claim {
  const authorization = sentHeader(request, 'authorization');
  if (authorization !== undefined) return readHeaderClaim(request, authorization, now);
  if (queryValue(request, 'X-Amz-Algorithm') !== undefined) return readQueryClaim(request, now);
  throw new S3Error('AccessDenied', 'Access Denied');
}

const authorizationPattern =
  /^AWS4-HMAC-SHA256 +Credential=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64})$/;

function readHeaderClaim(request: S3Request, authorization: string, now: number): Claim {
  const [, credential, signedHeaders, signature] = authorizationPattern.exec(authorization) ?? [];
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    throw new S3Error(
      'AuthorizationHeaderMalformed',
      'The authorization header that you provided is not valid.',
    );
  }
  const payload = sentHeader(request, 'x-amz-content-sha256');
  if (payload === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  const timestamp = sentHeader(request, 'x-amz-date') ?? '';
  const signedAt = parseTimestamp(timestamp);
  if (signedAt === undefined) {
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  }
  if (Math.abs(now - signedAt) > maxSkewMilliseconds) {
    const message = "The difference between the request time and the server's time is too large.";
    throw new S3Error('RequestTimeTooSkewed', message, {
      RequestTime: timestamp,
      ServerTime: new Date(now).toISOString(),
      MaxAllowedSkewMilliseconds: String(maxSkewMilliseconds),
    });
  }
  return {
    ...readCredential(credential, 'AuthorizationHeaderMalformed'),
    timestamp,
    signedHeaders: signedHeaders.split(';'),
    signature,
    payload,
  };
}

function readQueryClaim(request: S3Request, now: number): Claim {
  const required = (name: string): string => {
    const value = queryValue(request, name);
    if (value === undefined || value === '') throw badQuery(`Query-string authentication requires ${name}`);
    return value;
  };
  if (required('X-Amz-Algorithm') !== algorithm)
    throw badQuery(`X-Amz-Algorithm only supports "${algorithm}"`);
  const timestamp = required('X-Amz-Date');
  const signedAt = parseTimestamp(timestamp);
  if (signedAt === undefined) {
    throw badQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  const expirySeconds = Number(required('X-Amz-Expires'));
  if (!Number.isInteger(expirySeconds) || expirySeconds < 0 || expirySeconds > maxExpirySeconds) {
    throw badQuery(`X-Amz-Expires must be a number between 0 and ${maxExpirySeconds} seconds`);
  }
  refuseOutsideLifetime(signedAt, expirySeconds, now);
  return {
    ...readCredential(required('X-Amz-Credential'), 'AuthorizationQueryParametersError'),
    timestamp,
    signedHeaders: required('X-Amz-SignedHeaders').split(';'),
    signature: required('X-Amz-Signature'),
    payload: header(request, 'x-amz-content-sha256') ?? unsignedPayload,
  };
}

function refuseOutsideLifetime(signedAt: number, expirySeconds: number, now: number): void {
  const expiresAt = signedAt + expirySeconds * 1000;
  const details = {
    'X-Amz-Expires': String(expirySeconds),
    Expires: new Date(expiresAt).toISOString(),
    ServerTime: new Date(now).toISOString(),
  };
  if (now > expiresAt) throw new S3Error('AccessDenied', 'Request has expired', details);
  if (signedAt - now > maxSkewMilliseconds)
    throw new S3Error('AccessDenied', 'Request is not valid yet', details);
}

function readCredential(
  credential: string,
  code: 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError',
) {
  const [accessKeyId, date, region, service, terminator, ...rest] = credential.split('/');
  const complete =
    accessKeyId !== undefined && date !== undefined && region !== undefined && rest.length === 0;
  if (!complete || service !== 's3' || terminator !== 'aws4_request') {
    throw new S3Error(
      code,
      'The credential is malformed; expecting "<access key>/<date>/<region>/s3/aws4_request".',
    );
  }
  return { accessKeyId, date, region, scope: `${date}/${region}/s3/aws4_request` };
}

/** `20261124T221500Z` in milliseconds since the epoch. */
function parseTimestamp(timestamp: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  const parsed = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(parsed) ? undefined : parsed;
}

function badQuery(message: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', message);
}
