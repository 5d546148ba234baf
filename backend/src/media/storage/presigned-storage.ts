import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl, S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import type { MediaType } from '@media-feed/contract';
import { attachmentNamed } from './content-disposition.ts';
import type { MultipartTarget } from './multipart-storage.ts';
import { Sha256 } from './sha256.ts';

export interface SignedRequest {
  readonly url: string;
  /** What the client must send beside Content-Length, which every HTTP client sets by itself. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
}

/** Before it is signed; its host comes from the bucket. */
interface Unsigned {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  /** All are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** A download begins within it, and may end after it. */
const downloadTtlSeconds = 300;

/** Credentials younger than this much longer than the URL's life are renewed before signing. */
const renewalMarginSeconds = 60;

/**
 * Signs what browsers send straight to storage. The signature fits one request alone: its size, its type and
 * that the key is still free are signed (docs/aws.md «Presigned URLs»).
 */
export class PresignedStorage {
  private readonly signer: S3RequestPresigner;
  private bucketUrl: Promise<URL> | undefined;

  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly ttlSeconds: number,
    private readonly partTtlSeconds: number = ttlSeconds,
  ) {
    this.signer = new S3RequestPresigner({ ...client.config, sha256: Sha256 });
  }

  /** One PUT of exactly `size` bytes to a key that holds nothing yet. */
  async signUpload(key: string, contentType: MediaType, size: number): Promise<SignedRequest> {
    const headers = { 'Content-Type': contentType, 'If-None-Match': '*' };
    const signed = await this.sign({
      method: 'PUT',
      key,
      headers: { 'content-length': String(size), 'content-type': contentType, 'if-none-match': '*' },
      query: { 'x-id': 'PutObject' },
    });
    return { ...signed, headers };
  }

  /** One part of exactly `size` bytes; the same part may be sent again. */
  async signPart(
    { key, uploadId }: MultipartTarget,
    partNumber: number,
    size: number,
  ): Promise<SignedRequest> {
    const put = {
      method: 'PUT',
      key,
      headers: { 'content-length': String(size) },
      query: { partNumber: String(partNumber), uploadId, 'x-id': 'UploadPart' },
    } as const;
    const signed = await this.sign(put, Math.min(this.ttlSeconds, this.partTtlSeconds));
    return { ...signed, headers: {} };
  }

  /** One object as a file to save under a name: whatever it holds, no browser shows it. */
  async signDownload(
    key: string,
    fileName: string,
    ttlSeconds = downloadTtlSeconds,
  ): Promise<{ url: string; expiresAt: Date }> {
    const query = {
      'response-content-disposition': attachmentNamed(fileName),
      'response-content-type': 'application/octet-stream',
      'x-id': 'GetObject',
    };
    return this.sign({ method: 'GET', key, headers: {}, query }, ttlSeconds);
  }

  /**
   * By the SDK's signer without its middleware, which `getSignedUrl` runs through for each URL: the same
   * signature for a sixth of the processor time.
   */
  private async sign(
    { method, key, headers, query }: Unsigned,
    ttlSeconds = this.ttlSeconds,
  ): Promise<{ url: string; expiresAt: Date }> {
    const signedAt = Date.now();
    const lifetimeSeconds = await this.lifetimeSeconds(signedAt, ttlSeconds);
    const { protocol, host, hostname, port, pathname } = await this.findBucket();
    const path = `${pathname}${key.split('/').map(encode).join('/')}`;
    const { query: signed = {} } = await this.signer.presign(
      {
        method,
        protocol,
        hostname,
        ...(port !== '' && { port: Number(port) }),
        path,
        query: { ...query },
        headers: { ...headers, host },
      },
      {
        expiresIn: lifetimeSeconds,
        signingDate: new Date(signedAt),
        // Not signed by default, as the other headers are.
        signableHeaders: new Set(['content-type']),
      },
    );
    const pairs = Object.entries(signed).map(([name, value]) => `${name}=${encode(String(value))}`);
    const url = `${protocol}//${host}${path}?${pairs.join('&')}`;
    return { url, expiresAt: new Date(signedAt + lifetimeSeconds * 1000) };
  }

  /** Where the SDK finds the bucket, by whatever its settings say, ending with a slash; asked once. */
  private async findBucket(): Promise<URL> {
    this.bucketUrl ??= getSignedUrl(
      this.client,
      new PutObjectCommand({ Bucket: this.bucket, Key: '-' }),
    ).then((url) => new URL('.', url));
    try {
      return await this.bucketUrl;
    } catch (error) {
      this.bucketUrl = undefined;
      throw error;
    }
  }

  /** A URL dies with the credentials that signed it, so that it cannot promise to live longer. */
  private async lifetimeSeconds(now: number, ttlSeconds: number): Promise<number> {
    const { credentials } = this.client.config;
    const remaining = ({ expiration }: { expiration?: Date }) =>
      expiration ? Math.floor((expiration.getTime() - now) / 1000) : Number.POSITIVE_INFINITY;
    let seconds = remaining(await credentials());
    if (seconds < ttlSeconds + renewalMarginSeconds) {
      seconds = remaining(await credentials({ forceRefresh: true }));
    }
    return Math.max(1, Math.min(ttlSeconds, seconds));
  }
}

/** RFC 3986 §2.3, as SigV4 demands: all but the unreserved characters. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
