import { notImplemented } from './s3-error.ts';
import { header, headerNames } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';

interface Route {
  readonly method: string;
  readonly on: 'service' | 'bucket' | 'object';
  /** Query parameters that make the operation what it is. */
  readonly needs?: readonly string[];
  /** Further parameters that the operation understands. */
  readonly takes?: readonly string[];
  readonly copies?: boolean;
}

/** What a signed read wants said of the object; S3 has some more. */
const responseParameters = ['response-content-disposition', 'response-content-type'] as const;

/** The calls that the product and its setup make. Everything else is refused by name and never half understood. */
const routes = {
  ListBuckets: { method: 'GET', on: 'service' },
  CreateBucket: { method: 'PUT', on: 'bucket' },
  DeleteBucket: { method: 'DELETE', on: 'bucket' },
  HeadBucket: { method: 'HEAD', on: 'bucket' },
  PutBucketCors: { method: 'PUT', on: 'bucket', needs: ['cors'] },
  GetBucketCors: { method: 'GET', on: 'bucket', needs: ['cors'] },
  DeleteBucketCors: { method: 'DELETE', on: 'bucket', needs: ['cors'] },
  PutBucketLifecycleConfiguration: { method: 'PUT', on: 'bucket', needs: ['lifecycle'] },
  GetBucketLifecycleConfiguration: { method: 'GET', on: 'bucket', needs: ['lifecycle'] },
  DeleteBucketLifecycle: { method: 'DELETE', on: 'bucket', needs: ['lifecycle'] },
  PutPublicAccessBlock: { method: 'PUT', on: 'bucket', needs: ['publicAccessBlock'] },
  GetPublicAccessBlock: { method: 'GET', on: 'bucket', needs: ['publicAccessBlock'] },
  DeletePublicAccessBlock: { method: 'DELETE', on: 'bucket', needs: ['publicAccessBlock'] },
  PutBucketNotificationConfiguration: { method: 'PUT', on: 'bucket', needs: ['notification'] },
  GetBucketNotificationConfiguration: { method: 'GET', on: 'bucket', needs: ['notification'] },
  ListObjectsV2: {
    method: 'GET',
    on: 'bucket',
    needs: ['list-type'],
    takes: ['prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after', 'encoding-type'],
  },
  ListMultipartUploads: {
    method: 'GET',
    on: 'bucket',
    needs: ['uploads'],
    takes: ['prefix', 'max-uploads', 'key-marker', 'upload-id-marker', 'encoding-type'],
  },
  DeleteObjects: { method: 'POST', on: 'bucket', needs: ['delete'] },
  PutObject: { method: 'PUT', on: 'object' },
  CopyObject: { method: 'PUT', on: 'object', copies: true },
  GetObject: { method: 'GET', on: 'object', takes: responseParameters },
  HeadObject: { method: 'HEAD', on: 'object', takes: responseParameters },
  DeleteObject: { method: 'DELETE', on: 'object' },
  CreateMultipartUpload: { method: 'POST', on: 'object', needs: ['uploads'] },
  UploadPart: { method: 'PUT', on: 'object', needs: ['partNumber', 'uploadId'] },
  UploadPartCopy: { method: 'PUT', on: 'object', needs: ['partNumber', 'uploadId'], copies: true },
  ListParts: {
    method: 'GET',
    on: 'object',
    needs: ['uploadId'],
    takes: ['max-parts', 'part-number-marker', 'encoding-type'],
  },
  CompleteMultipartUpload: { method: 'POST', on: 'object', needs: ['uploadId'] },
  AbortMultipartUpload: { method: 'DELETE', on: 'object', needs: ['uploadId'] },
} as const satisfies Record<string, Route>;

export type OperationName = keyof typeof routes;

const names = Object.keys(routes) as OperationName[];

/** Undefined for a call that this server does not know. */
export function route(request: S3Request): OperationName | undefined {
  const on = request.bucket === undefined ? 'service' : request.key === undefined ? 'bucket' : 'object';
  const copies = header(request, 'x-amz-copy-source') !== undefined;
  const parameters = request.query.map(([name]) => name).filter((name) => !isSignaturePart(name));
  return names.find((name) => {
    const { method, on: level, needs = [], takes = [], copies: copying = false }: Route = routes[name];
    return (
      method === request.method &&
      level === on &&
      copying === copies &&
      needs.every((parameter) => parameters.includes(parameter)) &&
      parameters.every((parameter) => needs.includes(parameter) || takes.includes(parameter))
    );
  });
}

/** `x-id` is the SDK's name of the operation; S3 ignores it. */
function isSignaturePart(parameter: string): boolean {
  return parameter === 'x-id' || parameter.toLowerCase().startsWith('x-amz-');
}

const knownHeaders = new Set([
  'x-amz-algorithm',
  'x-amz-checksum-algorithm',
  'x-amz-checksum-crc32',
  'x-amz-checksum-crc32c',
  'x-amz-checksum-mode',
  'x-amz-checksum-sha1',
  'x-amz-checksum-sha256',
  'x-amz-checksum-type',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-range',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expires',
  'x-amz-metadata-directive',
  'x-amz-mp-object-size',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-trailer',
  'x-amz-user-agent',
]);

/** Encryption, ACLs, tags, storage classes and the like: a client that asks for them must not believe it got them. */
export function refuseUnknownHeaders(request: S3Request): void {
  const unknown = headerNames(request).find(
    (name) => name.startsWith('x-amz-') && !name.startsWith('x-amz-meta-') && !knownHeaders.has(name),
  );
  if (unknown !== undefined) throw notImplemented(`The header ${unknown}`);
  if (header(request, 'x-amz-checksum-type')?.toUpperCase() === 'FULL_OBJECT') {
    throw notImplemented('The header x-amz-checksum-type: FULL_OBJECT');
  }
}
