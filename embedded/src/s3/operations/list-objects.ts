import { quote } from '../object-headers.ts';
import { queryValue } from '../s3-request.ts';
import type { SortedKeys } from '../store/sorted-keys.ts';
import { resultXml } from '../xml.ts';
import type { Call, S3Response } from './call.ts';
import { invalidArgument, keyEncoder, pageSize } from './parameters.ts';

export function listObjectsV2({ request, bucket, store }: Call): S3Response {
  if (queryValue(request, 'list-type') !== '2')
    throw invalidArgument('list-type', 'Only list-type=2 is known');
  const prefix = queryValue(request, 'prefix') ?? '';
  const delimiter = queryValue(request, 'delimiter') ?? '';
  const token = queryValue(request, 'continuation-token');
  const startAfter = queryValue(request, 'start-after');
  const maxKeys = pageSize(request, 'max-keys');
  const encode = keyEncoder(request);
  const after = token === undefined ? startAfter : decodeToken(token);
  const page = listPage(store.keys(bucket), { prefix, delimiter, after, maxKeys });
  const contents = page.keys.map((key) => store.find(bucket, key)).filter((object) => object !== undefined);
  return {
    status: 200,
    body: resultXml('ListBucketResult', {
      Name: bucket,
      Prefix: encode(prefix),
      ...(delimiter === '' ? {} : { Delimiter: encode(delimiter) }),
      MaxKeys: maxKeys,
      KeyCount: page.keys.length + page.commonPrefixes.length,
      IsTruncated: page.last !== undefined,
      ...(token === undefined ? {} : { ContinuationToken: token }),
      ...(page.last === undefined ? {} : { NextContinuationToken: encodeToken(page.last) }),
      ...(startAfter === undefined ? {} : { StartAfter: encode(startAfter) }),
      Contents: contents.map(({ key, lastModified, etag, size }) => ({
        Key: encode(key),
        LastModified: lastModified,
        ETag: quote(etag),
        Size: size,
        StorageClass: 'STANDARD',
      })),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    }),
  };
}

export interface ListQuery {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** The key or common prefix with which the page before ended. */
  readonly after: string | undefined;
  readonly maxKeys: number;
}

export interface KeyPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** Where the next page goes on; undefined if there is none. */
  readonly last: string | undefined;
}

/** A common prefix counts as one entry, however many keys stand behind it, and is skipped in one step. */
export function listPage(all: SortedKeys, { prefix, delimiter, after, maxKeys }: ListQuery): KeyPage {
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  let index = firstIndex(all, prefix, delimiter, after);
  for (let key = all.at(index); key?.startsWith(prefix) === true; key = all.at(index)) {
    if (keys.length + commonPrefixes.length >= maxKeys) return { keys, commonPrefixes, last };
    const common = commonPrefix(key, prefix, delimiter);
    if (common === undefined) keys.push(key);
    else commonPrefixes.push(common);
    last = common ?? key;
    index = common === undefined ? index + 1 : all.firstBehindPrefix(common);
  }
  return { keys, commonPrefixes, last: undefined };
}

function firstIndex(all: SortedKeys, prefix: string, delimiter: string, after: string | undefined): number {
  const start = all.firstAtOrAfter(prefix);
  if (after === undefined) return start;
  const isCommonPrefix = delimiter !== '' && commonPrefix(after, prefix, delimiter) === after;
  return Math.max(start, isCommonPrefix ? all.firstBehindPrefix(after) : all.firstAfter(after));
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined;
  const found = key.indexOf(delimiter, prefix.length);
  return found < 0 ? undefined : key.slice(0, found + delimiter.length);
}

function encodeToken(last: string): string {
  return Buffer.from(last).toString('base64url');
}

function decodeToken(token: string): string {
  const last = Buffer.from(token, 'base64url').toString();
  if (token === '' || encodeToken(last) !== token) {
    throw invalidArgument('continuation-token', 'The continuation token provided is incorrect');
  }
  return last;
}
