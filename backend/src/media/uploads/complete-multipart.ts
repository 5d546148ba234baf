import { setTimeout as wait } from 'node:timers/promises';
import {
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  HeadObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

export interface PartToken {
  readonly partNumber: number;
  readonly etag: string;
}

const attempts = 4;
const firstPauseMs = 200;

/** What S3 says when the parts, or the upload itself, are not what the call says. */
const refusals = new Set(['NoSuchUpload', 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall']);

/**
 * Joins the parts under a key that must still be free. Looks at the key before it tries again, since an
 * attempt without an answer may have succeeded (AWS.md: 200 with an error in the body, 409, 412).
 */
export async function completeMultipart(
  client: S3Client,
  target: Pick<CompleteMultipartUploadCommandInput, 'Bucket' | 'Key' | 'UploadId'>,
  parts: readonly PartToken[],
): Promise<boolean> {
  const command = new CompleteMultipartUploadCommand({
    ...target,
    IfNoneMatch: '*',
    MultipartUpload: { Parts: parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag })) },
  });
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(command);
      return true;
    } catch (error) {
      // An earlier attempt arrived.
      if (isOf(error, new Set(['PreconditionFailed']))) return true;
      if (await exists(client, target)) return true;
      if (isOf(error, refusals)) return false;
      if (attempt === attempts || !mayRetry(error)) throw error;
      await wait(firstPauseMs * 2 ** (attempt - 1));
    }
  }
}

async function exists(
  client: S3Client,
  { Bucket, Key }: Pick<CompleteMultipartUploadCommandInput, 'Bucket' | 'Key'>,
): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (isOf(error, new Set(['NotFound', 'NoSuchKey']))) return false;
    throw error;
  }
}

function isOf(error: unknown, names: ReadonlySet<string>): boolean {
  return error instanceof S3ServiceException && names.has(error.name);
}

function mayRetry(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return true;
  return error.name === 'ConditionalRequestConflict' || (error.$metadata.httpStatusCode ?? 500) >= 500;
}
