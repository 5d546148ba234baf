import { etagMatches, failed, noSuchKey } from '../conditions.ts';
import { notImplemented, S3Error } from '../s3-error.ts';
import { header } from '../s3-request.ts';
import type { ObjectRecord } from '../store/records.ts';
import type { Call } from './call.ts';

interface CopySource {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Works on the source of a copy as ObjectStore.withObject does. Throws NoSuchBucket, NoSuchKey and, when
 * CopySourceIfMatch names another ETag, PreconditionFailed.
 */
export async function withCopySource<Result>(
  call: Call,
  work: (object: ObjectRecord) => Promise<Result>,
): Promise<Result> {
  const source = parseCopySource(header(call.request, 'x-amz-copy-source') ?? '');
  if (call.buckets.find(source.bucket) === undefined) {
    throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: source.bucket });
  }
  const ifMatch = header(call.request, 'x-amz-copy-source-if-match');
  return call.store.withObject(source.bucket, source.key, async (object) => {
    if (object === undefined) throw noSuchKey(source.key);
    if (ifMatch !== undefined && !etagMatches(ifMatch, object)) throw failed('x-amz-copy-source-If-Match');
    return work(object);
  });
}

/** `/bucket/key` or `bucket/key`, URL-encoded. */
function parseCopySource(value: string): CopySource {
  if (value.includes('?versionId=')) throw notImplemented('A version in x-amz-copy-source');
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decode(value)) ?? [];
  if (bucket === undefined || key === undefined) throw badSource();
  return { bucket, key };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw badSource();
  }
}

function badSource(): S3Error {
  const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey';
  return new S3Error('InvalidArgument', message, { ArgumentName: 'x-amz-copy-source' });
}
