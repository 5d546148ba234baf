import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Config } from '../../../src/config/config.ts';

/** The two buckets, seen from outside the program. */
export class Buckets {
  private readonly client: S3Client;

  constructor(private readonly config: Config) {
    this.client = new S3Client({
      region: config.awsRegion,
      ...(config.storageEndpoint && { endpoint: config.storageEndpoint, forcePathStyle: true }),
    });
  }

  async put(Bucket: string, Key: string, Body: string | Uint8Array = 'object'): Promise<void> {
    await this.client.send(new PutObjectCommand({ Bucket, Key, Body }));
  }

  async remove(Bucket: string, Key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket, Key }));
  }

  async has(Bucket: string, key: string): Promise<boolean> {
    const { Contents = [] } = await this.client.send(new ListObjectsV2Command({ Bucket, Prefix: key }));
    return Contents.some(({ Key }) => Key === key);
  }

  /** The keys of one upload and of what was published of it. */
  async keysOf(mediaId: string): Promise<string[]> {
    const listed = await Promise.all(
      [this.config.uploadsBucket, this.config.mediaBucket].map((Bucket) =>
        this.client.send(new ListObjectsV2Command({ Bucket })),
      ),
    );
    return listed
      .flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key))
      .filter((key) => key.includes(mediaId));
  }

  async startMultipart(Bucket: string, Key: string): Promise<void> {
    await this.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  }

  async multipartsOf(Bucket: string, key: string): Promise<number> {
    const { Uploads = [] } = await this.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: key }));
    return Uploads.length;
  }

  close(): void {
    this.client.destroy();
  }
}
