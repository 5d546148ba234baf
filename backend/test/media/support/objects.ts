import { hash } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ReadyResult } from '@media-feed/contract';
import type { Config } from '../../../src/config/config.ts';

/** The media bucket as the Lambda writes it. */
export class PublishedObjects {
  private readonly client: S3Client;

  constructor(private readonly config: Config) {
    this.client = new S3Client({
      region: config.awsRegion,
      ...(config.storageEndpoint && { endpoint: config.storageEndpoint, forcePathStyle: true }),
    });
  }

  /** Writes what the result names, each with bytes of its own. */
  async publish(result: ReadyResult): Promise<void> {
    for (const { key, mimeType } of result.renditions) {
      await this.client.send(
        new PutObjectCommand({
          Bucket: this.config.mediaBucket,
          Key: key,
          Body: `published as ${key}`,
          ContentType: mimeType,
          CacheControl: 'public, max-age=31536000, immutable',
        }),
      );
    }
  }

  /** What is served of an item: by key SHA-256, type and how long it is kept. */
  async servedOf(mediaId: string): Promise<Record<string, readonly (string | undefined)[]>> {
    const served = (await this.keysOf(mediaId)).map(async (Key) => {
      const command = new GetObjectCommand({ Bucket: this.config.mediaBucket, Key });
      const { Body, ContentType, CacheControl } = await this.client.send(command);
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array(0);
      return [Key, [hash('sha256', bytes), ContentType, CacheControl]] as const;
    });
    return Object.fromEntries(await Promise.all(served));
  }

  /** The keys that lie there of one item, whatever its type. */
  async keysOf(mediaId: string): Promise<string[]> {
    const pages = await Promise.all(
      ['image', 'video', 'audio'].map((type) =>
        this.client.send(
          new ListObjectsV2Command({ Bucket: this.config.mediaBucket, Prefix: `media/${type}/${mediaId}/` }),
        ),
      ),
    );
    return pages.flatMap(({ Contents = [] }) => Contents.map(({ Key }) => Key ?? ''));
  }

  /** The keys of the copies that operators have of it. */
  async copiesOf(mediaId: string, userId: string): Promise<string[]> {
    const Prefix = `quarantine/${userId}/${mediaId}/`;
    const { Contents = [] } = await this.client.send(
      new ListObjectsV2Command({ Bucket: this.config.uploadsBucket, Prefix }),
    );
    return Contents.map(({ Key }) => Key ?? '');
  }

  close(): void {
    this.client.destroy();
  }
}
