import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { storageClientOptions } from '../media/storage/media-storage.ts';
import { hasObject, isNamed } from '../media/storage/object-storage.ts';
import type { StoredUpload } from '../media/storage/processing-lambda.ts';

export interface ListedObject {
  readonly key: string;
  readonly lastModified: Date;
}

export interface ObjectPage {
  readonly objects: readonly ListedObject[];
  readonly more: boolean;
}

export interface ListedMultipart {
  readonly key: string;
  readonly uploadId: string;
  readonly initiated: Date;
}

export interface MultipartPage {
  readonly uploads: readonly ListedMultipart[];
  readonly next: MultipartMarker | undefined;
}

export interface MultipartMarker {
  readonly key: string;
  readonly uploadId: string;
}

/** What really lies in the buckets, a page of at most 1,000 at a time. */
@Injectable()
export class InventoryStorage implements OnApplicationShutdown {
  private readonly client: S3Client;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = new S3Client(storageClientOptions(config, config.storageEndpoint));
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  async findUpload(key: string): Promise<StoredUpload | undefined> {
    try {
      const { ContentLength, ETag, LastModified } = await this.client.send(
        new HeadObjectCommand({ Bucket: this.config.uploadsBucket, Key: key }),
      );
      return { size: ContentLength ?? 0, etag: ETag ?? '', lastModified: LastModified ?? new Date() };
    } catch (error) {
      if (isNamed(error, 'NotFound', 'NoSuchKey')) return undefined;
      throw error;
    }
  }

  async hasPublished(key: string): Promise<boolean> {
    return hasObject(this.client, this.config.mediaBucket, key);
  }

  /** By key, in the order of its bytes, from after `startAfter` on. */
  async list(bucket: string, prefix: string, startAfter: string): Promise<ObjectPage> {
    const { Contents = [], IsTruncated } = await this.client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: startAfter || undefined }),
    );
    const objects = Contents.flatMap(({ Key, LastModified }) =>
      Key === undefined ? [] : [{ key: Key, lastModified: LastModified ?? new Date() }],
    );
    return { objects, more: IsTruncated === true };
  }

  /** Harmless when it is gone already. */
  async remove(bucket: string, key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  /** By hand: S3 names next markers on the last page too, and the SDK's paginators would start anew. */
  async listMultiparts(bucket: string, prefix: string, marker?: MultipartMarker): Promise<MultipartPage> {
    const page = await this.client.send(
      new ListMultipartUploadsCommand({
        Bucket: bucket,
        Prefix: prefix,
        ...(marker && { KeyMarker: marker.key, UploadIdMarker: marker.uploadId }),
      }),
    );
    const uploads = (page.Uploads ?? []).flatMap(({ Key, UploadId, Initiated }) =>
      Key !== undefined && UploadId !== undefined
        ? [{ key: Key, uploadId: UploadId, initiated: Initiated ?? new Date() }]
        : [],
    );
    const last = uploads.at(-1);
    return { uploads, next: page.IsTruncated === true ? last : undefined };
  }

  async abortUpload(key: string, uploadId: string): Promise<void> {
    await this.abortMultipart(this.config.uploadsBucket, key, uploadId);
  }

  /** Harmless when it is gone already. */
  async abortMultipart(bucket: string, key: string, uploadId: string): Promise<void> {
    try {
      await this.client.send(
        new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }),
      );
    } catch (error) {
      if (!isNamed(error, 'NoSuchUpload')) throw error;
    }
  }
}
