import { parseRange } from '../byte-range.ts';
import { checkRead, checkWrite, etagMatches, noSuchKey } from '../conditions.ts';
import { storeBody } from '../incoming-body.ts';
import { checksumHeaders, describeObject, objectHeaders, quote } from '../object-headers.ts';
import { S3Error } from '../s3-error.ts';
import { header, queryValue, sentHeader } from '../s3-request.ts';
import type { S3Request } from '../s3-request.ts';
import type { ObjectRecord, Segment } from '../store/records.ts';
import type { Call, S3Response } from './call.ts';
import { storeObject } from './store-object.ts';

export async function putObject(call: Call): Promise<S3Response> {
  const { request, seal, bucket, key, store } = call;
  const description = describeObject(request);
  // What is refused already need not be sent; what counts is the check when the bytes are there.
  checkWrite(request, store.find(bucket, key));
  const { segment, md5, checksum } = await storeBody(request, seal, store.files);
  const object: ObjectRecord = {
    ...description,
    bucket,
    key,
    size: segment.size,
    etag: md5,
    lastModified: new Date().toISOString(),
    segments: [segment],
    ...(checksum === undefined ? {} : { checksum }),
  };
  await storeObject(call, object);
  call.announce('ObjectCreated:Put', object);
  return { status: 200, headers: { etag: quote(md5), ...checksumHeaders(checksum) } };
}

export async function getObject({ request, bucket, key, store }: Call): Promise<S3Response> {
  return store.withObject(bucket, key, async (object) => {
    const { status, headers, segments, extent } = select(request, key, object);
    if (status === 304) return { status, headers };
    return { status, headers, body: await store.files.read(segments, extent.start, extent.length) };
  });
}

export function headObject({ request, bucket, key, store }: Call): S3Response {
  const { status, headers } = select(request, key, store.find(bucket, key));
  return { status, headers };
}

export async function deleteObject({ request, bucket, key, store }: Call): Promise<S3Response> {
  await store.change(() => {
    const current = store.find(bucket, key);
    if (sentHeader(request, 'if-match') !== undefined) checkWrite(request, current);
    return current === undefined ? undefined : { type: 'object-deleted', bucket, key };
  });
  return { status: 204 };
}

interface Selection {
  readonly segments: readonly Segment[];
  readonly status: 200 | 206 | 304;
  readonly extent: { readonly start: number; readonly length: number };
  readonly headers: Record<string, string>;
}

/** RFC 9110 §15.4.5 */
const notModifiedHeaders = new Set(['cache-control', 'etag', 'expires', 'last-modified']);

/** What a GET or HEAD gets of an object. */
function select(request: S3Request, key: string, object: ObjectRecord | undefined): Selection {
  if (object === undefined) throw noSuchKey(key);
  const headers = { ...objectHeaders(object), ...wantedHeaders(request) };
  const { segments } = object;
  if (checkRead(request, object) === 'not-modified') {
    const kept = Object.entries(headers).filter(([name]) => notModifiedHeaders.has(name));
    return { segments, status: 304, extent: { start: 0, length: 0 }, headers: Object.fromEntries(kept) };
  }
  const range = parseRange(wantedRange(request, object), object.size);
  const extent = range ?? { start: 0, length: object.size };
  const wantsChecksum = header(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  return {
    segments,
    status: range === undefined ? 200 : 206,
    extent,
    headers: {
      ...headers,
      'content-length': String(extent.length),
      ...(range === undefined ? {} : { 'content-range': contentRange(extent, object.size) }),
      ...(wantsChecksum && range === undefined ? checksumHeaders(object.checksum) : {}),
    },
  };
}

const overridable = ['content-disposition', 'content-type'] as const;

/** S3 API, GetObject: what a signed request wants said in place of what was stored. Throws InvalidRequest. */
function wantedHeaders(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of overridable) {
    const value = queryValue(request, `response-${name}`);
    if (value !== undefined) headers[name] = value;
  }
  const isSigned = sentHeader(request, 'authorization') ?? queryValue(request, 'X-Amz-Algorithm');
  if (Object.keys(headers).length > 0 && isSigned === undefined) {
    const message = 'Request specific response headers cannot be used for anonymous GET requests.';
    throw new S3Error('InvalidRequest', message);
  }
  return headers;
}

/** RFC 9110 §13.1.5: with an If-Range that no longer fits, the whole object. */
function wantedRange(request: S3Request, object: ObjectRecord): string | undefined {
  const ifRange = sentHeader(request, 'if-range');
  if (ifRange !== undefined && !etagMatches(ifRange, object)) return undefined;
  return sentHeader(request, 'range');
}

function contentRange({ start, length }: Selection['extent'], size: number): string {
  return `bytes ${start}-${start + length - 1}/${size}`;
}
