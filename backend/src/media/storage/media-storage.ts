import { CopyObjectCommand, DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  buildMediaPrefix,
  buildPersonPrefixes,
  buildStorageKey,
  mediaClasses,
  parseStorageKey,
} from '@media-feed/contract';
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
      config.partUrlTtlSeconds,
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
    const keys = await this.listPublished(mediaId);
    await Promise.all(
      keys.map((Key) => this.client.send(new DeleteObjectCommand({ Bucket: this.config.mediaBucket, Key }))),
    );
  }

  /** Harmless where none was kept. */
  async removeOriginal(mediaId: string, userId: string): Promise<void> {
    const Key = buildStorageKey({ kind: 'original', userId, mediaId });
    await this.client.send(new DeleteObjectCommand({ Bucket: this.config.uploadsBucket, Key }));
  }

  /** Copies everything that is published of an item into quarantine, in the uploads bucket. */
  async copyPublished(mediaId: string, userId: string): Promise<void> {
    const { mediaBucket, uploadsBucket } = this.config;
    const keys = await this.listPublished(mediaId);
    await Promise.all(
      keys.map(async (key) => {
        const parsed = parseStorageKey(key);
        if (parsed?.kind !== 'rendition') return;
        const { etag8, rendition } = parsed;
        const copy = new CopyObjectCommand({
          Bucket: uploadsBucket,
          Key: buildStorageKey({ kind: 'removed', userId, mediaId, etag8, rendition }),
          CopySource: `${mediaBucket}/${key}`,
        });
        await this.client.send(copy).catch((error: unknown) => {
          // Somebody else copied it and then removed it.
          if ((error as Error).name !== 'NoSuchKey') throw error;
        });
      }),
    );
  }

  /** Removes whatever lies under that person's name in the uploads bucket: uploads, and copies in quarantine. */
  async removeAllOf(userId: string): Promise<void> {
    const Bucket = this.config.uploadsBucket;
    for (const Prefix of buildPersonPrefixes(userId)) {
      for (let more = true; more;) {
        // From the start each time: what was listed is gone.
        const page = await this.client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 100 }));
        const keys = (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
        await Promise.all(keys.map((Key) => this.client.send(new DeleteObjectCommand({ Bucket, Key }))));
        more = page.IsTruncated === true;
      }
    }
  }

  /** One page of 1,000 a class is enough: an item has at most 16 objects, of one version of its upload. */
  private async listPublished(mediaId: string): Promise<string[]> {
    const pages = await Promise.all(
      mediaClasses.map((mediaClass) => {
        const Prefix = buildMediaPrefix(mediaClass, mediaId);
        return this.client.send(new ListObjectsV2Command({ Bucket: this.config.mediaBucket, Prefix }));
      }),
    );
    return pages.flatMap(({ Contents = [] }) => Contents.flatMap(({ Key }) => Key ?? []));
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
