import { PutObjectCommand, type S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { MediaType } from '@media-feed/contract';
import type { MultipartTarget } from './multipart-storage.ts';

export interface SignedRequest {
  readonly url: string;
  /** What the client must send beside Content-Length, which every HTTP client sets by itself. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
}

/** Credentials younger than this much longer than the URL's life are renewed before signing. */
const renewalMarginSeconds = 60;

/**
 * Signs what browsers send straight to storage. The signature fits one request alone: its size, its type and
 * that the key is still free are signed (AWS.md «Presigned URLs»).
 */
export class PresignedStorage {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly ttlSeconds: number,
  ) {}

  /** One PUT of exactly `size` bytes to a key that holds nothing yet. */
  async signUpload(key: string, contentType: MediaType, size: number): Promise<SignedRequest> {
    const command = new PutObjectCommand({
      Bucket: this.bucket,
      Key: key,
      ContentType: contentType,
      ContentLength: size,
      IfNoneMatch: '*',
    });
    const headers = { 'Content-Type': contentType, 'If-None-Match': '*' };
    // Not signed by default, as Content-Length and If-None-Match are.
    return { ...(await this.sign(command, ['content-type'])), headers };
  }

  /** One part of exactly `size` bytes; the same part may be sent again. */
  async signPart(
    { key, uploadId }: MultipartTarget,
    partNumber: number,
    size: number,
  ): Promise<SignedRequest> {
    const command = new UploadPartCommand({
      Bucket: this.bucket,
      Key: key,
      UploadId: uploadId,
      PartNumber: partNumber,
      ContentLength: size,
    });
    return { ...(await this.sign(command)), headers: {} };
  }

  private async sign(
    command: PutObjectCommand | UploadPartCommand,
    signableHeaders: readonly string[] = [],
  ): Promise<{ url: string; expiresAt: Date }> {
    const signedAt = Date.now();
    const lifetimeSeconds = await this.lifetimeSeconds(signedAt);
    const url = await getSignedUrl(this.client, command as PutObjectCommand, {
      expiresIn: lifetimeSeconds,
      signingDate: new Date(signedAt),
      signableHeaders: new Set(signableHeaders),
    });
    return { url, expiresAt: new Date(signedAt + lifetimeSeconds * 1000) };
  }

  /** A URL dies with the credentials that signed it, so that it cannot promise to live longer. */
  private async lifetimeSeconds(now: number): Promise<number> {
    const { credentials } = this.client.config;
    const remaining = ({ expiration }: { expiration?: Date }) =>
      expiration ? Math.floor((expiration.getTime() - now) / 1000) : Number.POSITIVE_INFINITY;
    let seconds = remaining(await credentials());
    if (seconds < this.ttlSeconds + renewalMarginSeconds) {
      seconds = remaining(await credentials({ forceRefresh: true }));
    }
    return Math.max(1, Math.min(this.ttlSeconds, seconds));
  }
}
