import type { OperationName } from './router.ts';
import { queryValue, sentHeader } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { Seal } from './signature.ts';

/** LocalStack lets anybody read, and an nginx that stands for CloudFront cannot sign. Nothing else passes unsigned. */
export function isAnonymousRead(
  request: S3Request,
  operation: OperationName | 'Unknown',
  buckets: readonly string[],
): boolean {
  const isSigned =
    sentHeader(request, 'authorization') !== undefined ||
    queryValue(request, 'X-Amz-Algorithm') !== undefined;
  const isRead = operation === 'GetObject' || operation === 'HeadObject';
  return isRead && !isSigned && buckets.includes(request.bucket ?? '');
}

export const unsigned: Seal = {
  accessKeyId: 'anonymous',
  payload: 'UNSIGNED-PAYLOAD',
  signingKey: Buffer.alloc(0),
  scope: '',
  timestamp: '',
  signature: '',
};
