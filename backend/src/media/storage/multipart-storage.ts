import { setTimeout as wait } from 'node:timers/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { MediaType } from '@media-feed/contract';
import { hasObject, isNamed } from './object-storage.ts';

/** An upload in parts: its key and S3's own name for the attempt. */
export interface MultipartTarget {
  readonly key: string;
  readonly uploadId: string;
}

export interface StoredPart {
  readonly partNumber: number;
  /** Bytes. */
  readonly size: number;
  /** As S3 gives it, in quotes. */
  readonly etag: string;
}

const completeAttempts = 4;
const firstPauseMs = 200;

/** What S3 says when the parts, or the upload itself, are not what the call says. */
const invalidUploadErrors = ['NoSuchUpload', 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall'];

/** S3's multipart uploads in the uploads bucket. */
export class MultipartStorage {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  /** S3's id of a new upload. */
  async start(key: string, contentType: MediaType): Promise<string> {
    const { UploadId } = await this.client.send(
      new CreateMultipartUploadCommand({ Bucket: this.bucket, Key: key, ContentType: contentType }),
    );
    if (!UploadId) throw new Error('Storage started a multipart upload and gave it no id');
    return UploadId;
  }

  /** What storage holds of an unfinished upload, by part number; `undefined` when there is no such upload. */
  async listParts(target: MultipartTarget): Promise<StoredPart[] | undefined> {
    const parts: StoredPart[] = [];
    try {
      // By hand: S3 names a next marker on the last page too, and the SDK's paginator would start anew from it.
      for (let marker: string | undefined, more = true; more;) {
        const page = await this.client.send(
          new ListPartsCommand({ ...this.inputOf(target), PartNumberMarker: marker }),
        );
        for (const { PartNumber = 0, Size = 0, ETag = '' } of page.Parts ?? []) {
          parts.push({ partNumber: PartNumber, size: Size, etag: ETag });
        }
        marker = page.NextPartNumberMarker;
        more = page.IsTruncated === true;
      }
    } catch (error) {
      if (isNamed(error, 'NoSuchUpload')) return undefined;
      throw error;
    }
    return parts.sort((a, b) => a.partNumber - b.partNumber);
  }

  /**
   * Joins the parts under a key that must still be free: true once the file lies there, false when the parts
   * do not fit. Looks at the key before it tries again, since an attempt without an answer may have succeeded
   * (docs/aws.md «Conditional writes and multipart»: 200 with an error in the body, 409, 412).
   */
  async complete(target: MultipartTarget, parts: readonly StoredPart[]): Promise<boolean> {
    const Parts = parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }));
    const input = { ...this.inputOf(target), IfNoneMatch: '*', MultipartUpload: { Parts } };
    for (let attempt = 1; ; attempt++) {
      try {
        await this.client.send(new CompleteMultipartUploadCommand(input));
        return true;
      } catch (error) {
        if (isNamed(error, 'PreconditionFailed')) return true;
        if (await hasObject(this.client, this.bucket, target.key)) return true;
        if (isNamed(error, ...invalidUploadErrors)) return false;
        if (attempt === completeAttempts || !mayRetry(error)) throw error;
        await wait(firstPauseMs * 2 ** (attempt - 1));
      }
    }
  }

  /** Harmless when it is gone already. */
  async abort(target: MultipartTarget): Promise<void> {
    try {
      await this.client.send(new AbortMultipartUploadCommand(this.inputOf(target)));
    } catch (error) {
      if (!isNamed(error, 'NoSuchUpload')) throw error;
    }
  }

  private inputOf({ key, uploadId }: MultipartTarget) {
    return { Bucket: this.bucket, Key: key, UploadId: uploadId };
  }
}

function mayRetry(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return true;
  return error.name === 'ConditionalRequestConflict' || (error.$metadata.httpStatusCode ?? 500) >= 500;
}
