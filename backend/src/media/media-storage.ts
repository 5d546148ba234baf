import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListParts,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { buildMediaPrefix, mediaClasses, type MediaType } from '@media-feed/contract';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { completeMultipart, type PartToken } from './uploads/complete-multipart.ts';
import { UploadSigner } from './uploads/upload-signer.ts';

export interface StoredPart {
  readonly partNumber: number;
  /** Bytes. */
  readonly size: number;
  /** As S3 gives it, in quotes. */
  readonly etag: string;
}

/** A multipart upload of this program's: the upload's key and S3's own name for the attempt. */
export interface MultipartTarget {
  readonly key: string;
  readonly uploadId: string;
}

/** The two buckets. Errors of the SDK reach the caller as they are: an outage is told by them. */
@Injectable()
export class MediaStorage implements OnApplicationShutdown {
  private readonly client: S3Client;
  readonly signer: UploadSigner;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = new S3Client(clientOptions(config, config.storageEndpoint));
    this.signer = new UploadSigner(
      new S3Client(clientOptions(config, config.storagePublicEndpoint)),
      config.uploadsBucket,
      config.presignTtlSeconds,
    );
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  /** S3's id of a new multipart upload. */
  async startMultipart(key: string, contentType: MediaType): Promise<string> {
    const { UploadId } = await this.client.send(
      new CreateMultipartUploadCommand({ ...this.upload(key), ContentType: contentType }),
    );
    if (!UploadId) throw new Error('Storage started a multipart upload and gave it no id');
    return UploadId;
  }

  /** What storage holds of an unfinished multipart upload, by part number; `undefined` when it is not there. */
  async listParts({ key, uploadId }: MultipartTarget): Promise<StoredPart[] | undefined> {
    const parts: StoredPart[] = [];
    try {
      const input = { ...this.upload(key), UploadId: uploadId };
      for await (const page of paginateListParts({ client: this.client }, input)) {
        for (const { PartNumber = 0, Size = 0, ETag = '' } of page.Parts ?? []) {
          parts.push({ partNumber: PartNumber, size: Size, etag: ETag });
        }
      }
    } catch (error) {
      if (isNamed(error, 'NoSuchUpload')) return undefined;
      throw error;
    }
    return parts.sort((a, b) => a.partNumber - b.partNumber);
  }

  /** True once the whole file lies under its key; false where the upload is gone or its parts do not fit. */
  async completeMultipart({ key, uploadId }: MultipartTarget, parts: readonly PartToken[]): Promise<boolean> {
    return completeMultipart(this.client, { ...this.upload(key), UploadId: uploadId }, parts);
  }

  /** Harmless when it is gone already. */
  async abortMultipart({ key, uploadId }: MultipartTarget): Promise<void> {
    try {
      await this.client.send(new AbortMultipartUploadCommand({ ...this.upload(key), UploadId: uploadId }));
    } catch (error) {
      if (!isNamed(error, 'NoSuchUpload')) throw error;
    }
  }

  /** Whether the whole file arrived. */
  async hasUpload(key: string): Promise<boolean> {
    try {
      await this.client.send(new HeadObjectCommand(this.upload(key)));
      return true;
    } catch (error) {
      if (isNamed(error, 'NotFound', 'NoSuchKey')) return false;
      throw error;
    }
  }

  /** Removes everything that was published of an item, whatever it was found to be. */
  async removePublished(mediaId: string): Promise<void> {
    await Promise.all(
      mediaClasses.map(async (mediaClass) => {
        const keys = await this.listPublished(buildMediaPrefix(mediaClass, mediaId));
        await Promise.all(
          keys.map((Key) =>
            this.client.send(new DeleteObjectCommand({ Bucket: this.config.mediaBucket, Key })),
          ),
        );
      }),
    );
  }

  /** One page is enough: an item has at most 16 objects a version of its upload, and one version. */
  private async listPublished(Prefix: string): Promise<string[]> {
    const { Contents = [] } = await this.client.send(
      new ListObjectsV2Command({ Bucket: this.config.mediaBucket, Prefix }),
    );
    return Contents.flatMap(({ Key }) => Key ?? []);
  }

  private upload(Key: string) {
    return { Bucket: this.config.uploadsBucket, Key };
  }
}

function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof S3ServiceException && names.includes(error.name);
}

/** A call that hangs is given up before the client is: 503 is an answer, silence is none. */
function clientOptions(config: Config, endpoint: string | undefined) {
  return {
    region: config.awsRegion,
    ...(endpoint && { endpoint, forcePathStyle: true }),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    // Otherwise the checksum of an empty body becomes part of every signed URL, and S3 checks it.
    requestChecksumCalculation: 'WHEN_REQUIRED' as const,
    responseChecksumValidation: 'WHEN_REQUIRED' as const,
  };
}
