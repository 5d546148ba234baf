import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from './s3-error.ts';
import { header, queryValue, sentHeader } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';

/**
 * AWS Signature Version 4 as S3 checks it, on the Authorization header and on presigned queries.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
const algorithm = 'AWS4-HMAC-SHA256';
const maxSkewMilliseconds = 15 * 60 * 1000;
const maxExpirySeconds = 7 * 24 * 60 * 60;
const unsignedPayload = 'UNSIGNED-PAYLOAD';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface SignaturePolicy {
  readonly credentials: readonly Credentials[];
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a good signature says of the body, and what is needed to check the signatures of its chunks. */
export interface Seal {
  readonly accessKeyId: string;
  /** The SHA-256 of the body in hex, UNSIGNED-PAYLOAD, or one of the STREAMING-… words. */
  readonly payload: string;
  readonly signingKey: Buffer;
  readonly scope: string;
  readonly timestamp: string;
  readonly signature: string;
}

interface Claim {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly scope: string;
  readonly timestamp: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly payload: string;
}

/** Throws the S3Error that S3 answers for a missing, malformed, expired or wrong signature. */
export function authenticate(request: S3Request, policy: SignaturePolicy): Seal {
  const claim = readClaim(request, policy.now);
  if (claim.region !== policy.region) {
    const message = `The authorization header is malformed; the region '${claim.region}' is wrong; expecting '${policy.region}'`;
    throw new S3Error('AuthorizationHeaderMalformed', message, { Region: policy.region });
  }
  const credentials = policy.credentials.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  if (credentials === undefined) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Error('InvalidAccessKeyId', message, { AWSAccessKeyId: claim.accessKeyId });
  }
  if (header(request, 'x-amz-security-token') !== undefined) {
    throw new S3Error('InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  refuseUnsignedHeaders(request, claim);
  const signingKey = deriveKey(credentials.secretAccessKey, claim);
  const canonical = canonicalRequest(request, claim);
  const stringToSign = [algorithm, claim.timestamp, claim.scope, sha256(canonical)].join('\n');
  const missing = claim.signedHeaders.some((name) => sentHeader(request, name) === undefined);
  if (missing || !matches(hmac(signingKey, stringToSign), claim.signature)) {
    throw mismatch({ StringToSign: stringToSign, CanonicalRequest: canonical });
  }
  return { ...claim, signingKey };
}

/** The signature of one piece of a streamed body, given the string that names its kind and content. */
export function signPiece(seal: Seal, stringToSign: string): string {
  return hmac(seal.signingKey, stringToSign).toString('hex');
}

export function mismatch(details: Readonly<Record<string, string>> = {}): S3Error {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  return new S3Error('SignatureDoesNotMatch', message, details);
}

function readClaim(request: S3Request, now: number): Claim {
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

/** S3 wants host and every `x-amz-*` header signed; without that a proxy could add meaning to a request. */
function refuseUnsignedHeaders(request: S3Request, claim: Claim): void {
  const unsigned = Object.keys(request.incoming.headersDistinct).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !claim.signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
    HeadersNotSigned: unsigned.join(', '),
  });
}

function canonicalRequest(request: S3Request, claim: Claim): string {
  const query = request.query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = claim.signedHeaders.map((name) => {
    const value = sentHeader(request, name) ?? '';
    return `${name}:${value.trim().replaceAll(/ +/g, ' ')}\n`;
  });
  return [
    request.method,
    request.path.split('/').map(uriEncode).join('/'),
    query,
    headers.join(''),
    claim.signedHeaders.join(';'),
    claim.payload,
  ].join('\n');
}

function deriveKey(secretAccessKey: string, { date, region }: Claim): Buffer {
  const scope = [date, region, 's3', 'aws4_request'];
  return scope.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretAccessKey}`));
}

function matches(expected: Buffer, signature: string): boolean {
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** `20261124T221500Z` in milliseconds since the epoch. */
function parseTimestamp(timestamp: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  const parsed = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** RFC 3986: everything but the unreserved characters. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function badQuery(message: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', message);
}
