import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';

@Injectable()
export class StorageHealth implements OnApplicationShutdown {
  private readonly client: S3Client;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = new S3Client({
      region: config.awsRegion,
      maxAttempts: 1,
      ...(config.storageEndpoint && { endpoint: config.storageEndpoint, forcePathStyle: true }),
    });
  }

  /** Throws when one of the buckets cannot be reached; needs the right to s3:ListBucket. */
  async ping(abortSignal: AbortSignal): Promise<void> {
    const buckets = [this.config.uploadsBucket, this.config.mediaBucket];
    await Promise.all(
      buckets.map((Bucket) => this.client.send(new HeadBucketCommand({ Bucket }), { abortSignal })),
    );
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }
}
