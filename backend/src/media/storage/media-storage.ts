import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { buildMediaPrefix, mediaClasses } from '@media-feed/contract';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.ts';
import type { Config } from '../../config/config.ts';
import { hasObject } from './object-storage.ts';
import { MultipartStorage } from './multipart-storage.ts';
import { PresignedStorage } from './presigned-storage.ts';

/** The two buckets. Errors of the SDK reach the caller as they are: an outage is told by them. */
@Injectable()
export class MediaStorage implements OnApplicationShutdown {
  private readonly client: S3Client;
  readonly presigned: PresignedStorage;
  readonly multipart: MultipartStorage;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = new S3Client(storageClientOptions(config, config.storageEndpoint));
    this.presigned = new PresignedStorage(
      new S3Client({
        ...storageClientOptions(config, config.storagePublicEndpoint),
        useAccelerateEndpoint: config.storageAccelerate,
      }),
      config.uploadsBucket,
      config.presignTtlSeconds,
    );
    this.multipart = new MultipartStorage(this.client, config.uploadsBucket);
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  /** Whether the whole file lies under its key. */
  async hasUpload(key: string): Promise<boolean> {
    return hasObject(this.client, this.config.uploadsBucket, key);
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

  /** One page of 1,000 is enough: an item has at most 16 objects, of one version of its upload. */
  private async listPublished(Prefix: string): Promise<string[]> {
    const { Contents = [] } = await this.client.send(
      new ListObjectsV2Command({ Bucket: this.config.mediaBucket, Prefix }),
    );
    return Contents.flatMap(({ Key }) => Key ?? []);
  }
}

/** A call that hangs is given up before the client is: 503 is an answer, silence is none. */
export function storageClientOptions(config: Config, endpoint: string | undefined) {
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
