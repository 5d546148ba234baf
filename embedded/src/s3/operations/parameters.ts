import { S3Error } from '../s3-error.ts';
import { queryValue } from '../s3-request.ts';
import type { S3Request } from '../s3-request.ts';

const maxPageSize = 1000;

/** Like `max-keys`: 1000 by default and at most. */
export function pageSize(request: S3Request, name: string): number {
  return Math.min(wholeNumber(request, name) ?? maxPageSize, maxPageSize);
}

export function wholeNumber(request: S3Request, name: string): number | undefined {
  const value = queryValue(request, name);
  if (value === undefined || value === '') return undefined;
  if (!/^\d{1,10}$/.test(value)) {
    throw invalidArgument(name, `Provided ${name} not an integer or within integer range`);
  }
  return Number(value);
}

/** `encoding-type=url` makes keys safe for XML, which has no way to write a control character. */
export function keyEncoder(request: S3Request): (key: string) => string {
  const type = queryValue(request, 'encoding-type');
  if (type === undefined) return (key) => key;
  if (type !== 'url') throw invalidArgument('encoding-type', 'Invalid Encoding Method specified in Request');
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
}

export function invalidArgument(name: string, message: string): S3Error {
  return new S3Error('InvalidArgument', message, { ArgumentName: name });
}
