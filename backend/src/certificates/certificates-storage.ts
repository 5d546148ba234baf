import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

interface CertificatesStorageOptions {
  readonly bucket: string;
  readonly region: string;
  /** Of an emulator. */
  readonly endpoint?: string | undefined;
}

/** What outlives a host, so that the next one serves at once and orders nothing: authorities limit orders. */
export class CertificatesStorage {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor({ bucket, region, endpoint }: CertificatesStorageOptions) {
    this.#bucket = bucket;
    this.#client = new S3Client({ region, ...(endpoint && { endpoint, forcePathStyle: true }) });
  }

  async read(key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async write(key: string, text: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        Body: text,
      }),
    );
  }
}
