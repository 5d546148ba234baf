import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from './s3-error.ts';
import { header, sentHeader } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { algorithm, readClaim } from './signature-claim.ts';
import type { Claim } from './signature-claim.ts';

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

/**
 * AWS Signature Version 4 as S3 checks it, on the Authorization header and on presigned queries. Throws the S3Error that
 * S3 answers for a missing, malformed, expired or wrong signature.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
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
