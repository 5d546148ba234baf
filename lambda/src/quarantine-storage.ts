/** Copies of what operators took down: read by storage itself alone, and only to publish them again. */
import { CopyObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { buildStorageKey, parseStorageKey, type RestoreRequest } from '@media-feed/contract';

export class QuarantineStorage {
  readonly #client: S3Client;
  readonly #uploadsBucket: string;
  readonly #mediaBucket: string;

  constructor(client: S3Client, uploadsBucket: string, mediaBucket: string) {
    this.#client = client;
    this.#uploadsBucket = uploadsBucket;
    this.#mediaBucket = mediaBucket;
  }

  /**
   * Puts everything that the request names back where it lay, as it was, its headers included. False where a copy is
   * not there (any more); what else was there then lies in the media bucket all the same.
   * @throws where the request names what is not its item's; whatever storage throws.
   */
  async publishAgain({ userId, mediaId, keys }: RestoreRequest): Promise<boolean> {
    const sources = keys.map((key) => {
      const parsed = parseStorageKey(key);
      if (parsed?.kind !== 'rendition' || parsed.mediaId !== mediaId)
        throw new Error('The request names an object that is not of its item');
      const { etag8, rendition } = parsed;
      return { key, copy: buildStorageKey({ kind: 'removed', userId, mediaId, etag8, rendition }) };
    });
    const copied = await Promise.all(sources.map(({ key, copy }) => this.#copy(copy, key)));
    return copied.every(Boolean);
  }

  async #copy(from: string, to: string): Promise<boolean> {
    const command = new CopyObjectCommand({
      Bucket: this.#mediaBucket,
      Key: to,
      CopySource: `${this.#uploadsBucket}/${from}`,
    });
    try {
      await this.#client.send(command);
      return true;
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return false;
      throw error;
    }
  }
}
