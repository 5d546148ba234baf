import { readBody } from '../incoming-body.ts';
import { S3Error } from '../s3-error.ts';
import { parseXml, resultXml, text } from '../xml.ts';
import type { Call, S3Response } from './call.ts';

const maxBodyBytes = 4096;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, without the reserved words */
const namePattern = /^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/;

export function listBuckets({ buckets, seal }: Call): S3Response {
  const listed = buckets.all().map(({ name, createdAt }) => ({ Name: name, CreationDate: createdAt }));
  const owner = { ID: seal.accessKeyId, DisplayName: seal.accessKeyId };
  return {
    status: 200,
    body: resultXml('ListAllMyBucketsResult', { Owner: owner, Buckets: { Bucket: listed } }),
  };
}

/** A bucket that is one's own already is created again without complaint in us-east-1, and refused elsewhere. */
export async function createBucket({ request, seal, bucket, buckets, region }: Call): Promise<S3Response> {
  if (!namePattern.test(bucket)) {
    throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', { BucketName: bucket });
  }
  const body = await readBody(request, seal, maxBodyBytes);
  const place = body.length === 0 ? undefined : parseXml(body, 'CreateBucketConfiguration');
  const constraint = place === undefined ? undefined : text(place, 'LocationConstraint');
  if ((constraint ?? 'us-east-1') !== region) {
    const message = 'The specified location-constraint is not valid';
    throw new S3Error('InvalidLocationConstraint', message, { LocationConstraint: constraint ?? '' });
  }
  if (buckets.find(bucket) === undefined) await buckets.create(bucket);
  else if (region !== 'us-east-1') {
    const message = 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new S3Error('BucketAlreadyOwnedByYou', message, { BucketName: bucket });
  }
  return { status: 200, headers: { location: `/${bucket}` } };
}

export async function deleteBucket({ bucket, buckets, store }: Call): Promise<S3Response> {
  if (store.keys(bucket).at(0) !== undefined) {
    throw new S3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      BucketName: bucket,
    });
  }
  await buckets.remove(bucket);
  return { status: 204 };
}
