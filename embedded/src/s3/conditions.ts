import { notImplemented, S3Error } from './s3-error.ts';
import { sentHeader } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { ObjectRecord } from './store/records.ts';

/** RFC 9110 §13.2.2, the order in which the preconditions of a read count. */
export function checkRead(request: S3Request, object: ObjectRecord): 'modified' | 'not-modified' {
  const ifMatch = sentHeader(request, 'if-match');
  const modifiedAt = Math.floor(Date.parse(object.lastModified) / 1000);
  const seconds = (name: string) => Math.floor(Date.parse(sentHeader(request, name) ?? '') / 1000);
  if (ifMatch !== undefined) {
    if (!etagMatches(ifMatch, object)) throw failed('If-Match');
  } else if (modifiedAt > seconds('if-unmodified-since')) {
    throw failed('If-Unmodified-Since');
  }
  const ifNoneMatch = sentHeader(request, 'if-none-match');
  if (ifNoneMatch !== undefined) return etagMatches(ifNoneMatch, object) ? 'not-modified' : 'modified';
  return modifiedAt <= seconds('if-modified-since') ? 'not-modified' : 'modified';
}

/** Conditional writes and deletes, against what is there at this moment. */
export function checkWrite(request: S3Request, current: ObjectRecord | undefined): void {
  const ifNoneMatch = sentHeader(request, 'if-none-match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw notImplemented('If-None-Match with another value than *');
  }
  if (ifNoneMatch === '*' && current !== undefined) throw failed('If-None-Match');
  const ifMatch = sentHeader(request, 'if-match');
  if (ifMatch === undefined) return;
  if (current === undefined) throw noSuchKey(request.key ?? '');
  if (!etagMatches(ifMatch, current)) throw failed('If-Match');
}

/** A list of ETags as in If-Match, with or without quotes, or `*`. */
export function etagMatches(list: string, object: ObjectRecord): boolean {
  return list
    .split(',')
    .map((etag) => etag.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((etag) => etag === '*' || etag === object.etag);
}

export function failed(condition: string): S3Error {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new S3Error('PreconditionFailed', message, { Condition: condition });
}

export function noSuchKey(key: string): S3Error {
  return new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: key });
}
