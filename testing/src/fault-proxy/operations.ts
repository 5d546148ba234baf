/** The names of S3's, SQS's and Lambda's calls as they look on the proxy. */
import type { IncomingHttpHeaders } from 'node:http';

/** By method and what the query or headers make of it. */
const storageOperations: Record<string, string> = {
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'PUT object': 'PutObject',
  'PUT copy': 'CopyObject',
  'DELETE object': 'DeleteObject',
  'POST delete': 'DeleteObjects',
  'GET list-type': 'ListObjectsV2',
  'POST uploads': 'CreateMultipartUpload',
  'GET uploads': 'ListMultipartUploads',
  'PUT partNumber': 'UploadPart',
  'GET uploadId': 'ListParts',
  'POST uploadId': 'CompleteMultipartUpload',
  'DELETE uploadId': 'AbortMultipartUpload',
};

/** Such as `PutObject`, `SendMessage`, `Invoke`; `GET object` and the like where it has no name. */
export function operationOf(method: string, path: string, headers: IncomingHttpHeaders): string {
  // SQS's JSON protocol: "AmazonSQS.SendMessage".
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? target;
  const { pathname, searchParams } = new URL(path, 'http://proxy');
  if (pathname.endsWith('/invocations')) return 'Invoke';
  const telling = ['partNumber', 'uploadId', 'uploads', 'delete', 'list-type'];
  const subject =
    telling.find((name) => searchParams.has(name)) ??
    (headers['x-amz-copy-source'] === undefined ? 'object' : 'copy');
  return storageOperations[`${method} ${subject}`] ?? `${method} ${subject}`;
}
