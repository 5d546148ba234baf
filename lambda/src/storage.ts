/** The uploads bucket: what has arrived is read, by ranges and at one version; what was rejected is set aside. */
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type CopyObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { BufferPool } from './buffer-pool.ts';
import { collectYoungBuffers } from './collect-young-buffers.ts';
import { freeBuffer } from './free-buffer.ts';
import type { RangedReader } from './inspect/ranged-reader.ts';

/** The object is not there, or no longer: its owner deleted it. */
export class UploadGoneError extends Error {
  readonly code = 'UPLOAD_GONE';
}
/** Another version lies under the key than the one that was asked for. */
export class UploadChangedError extends Error {
  readonly code = 'UPLOAD_CHANGED';
}

/** One version of an uploaded object. */
export interface StoredUpload {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** As the client declared it; only a hint. */
  readonly contentType: string;
}

const GiB = 1024 ** 3;
/** Kept for the next reads: some chunks of a walk through a file. */
const maxSpareBytes = 32 * 1024 * 1024;

export interface CopySettings {
  /** CopyObject ends at 5 GB (S3 API, CopyObject); above this, parts are copied. */
  readonly maxWholeBytes: number;
  readonly partBytes: number;
}

const defaultCopySettings: CopySettings = { maxWholeBytes: 4 * GiB, partBytes: GiB };

export class UploadStorage {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #copySettings: CopySettings;
  readonly #pool = new BufferPool(maxSpareBytes);

  constructor(client: S3Client, bucket: string, copySettings: CopySettings = defaultCopySettings) {
    this.#client = client;
    this.#bucket = bucket;
    this.#copySettings = copySettings;
  }

  /** @throws UploadGoneError. */
  async head(key: string): Promise<StoredUpload> {
    const answer = await nameErrors(
      this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key })),
    );
    if (answer.ContentLength === undefined || !answer.ETag)
      throw new Error('HEAD said neither size nor ETag');
    return {
      key,
      size: answer.ContentLength,
      etag: answer.ETag.replaceAll('"', ''),
      contentType: answer.ContentType ?? '',
    };
  }

  /** Takes back what a reader gave. */
  readonly release = (bytes: Uint8Array): void => this.#pool.give(bytes);

  /** Reads exactly this version; its reads reject with UploadGoneError and UploadChangedError. */
  reader(upload: StoredUpload, abortSignal: AbortSignal): RangedReader {
    return {
      size: upload.size,
      read: async (offset, length) => {
        const end = Math.min(offset + length, upload.size);
        if (end <= offset) return new Uint8Array(0);
        const command = new GetObjectCommand({
          Bucket: this.#bucket,
          Key: upload.key,
          IfMatch: `"${upload.etag}"`,
          Range: `bytes=${String(offset)}-${String(end - 1)}`,
        });
        const { Body } = await nameErrors(this.#client.send(command, { abortSignal }));
        const bytes = this.#pool.take(end - offset);
        const filled = await readInto(bytes, Body as Readable);
        collectYoungBuffers(filled);
        if (filled < bytes.length) throw new Error('Storage sent fewer bytes than it announced');
        return bytes;
      },
    };
  }

  /**
   * Copies the upload to `key`, for operators or for its owner, never to be shown: it becomes a plain sequence of bytes.
   * @param metadata ASCII only, as HTTP headers are.
   * @throws UploadGoneError, UploadChangedError.
   */
  async copy(upload: StoredUpload, key: string, metadata: Record<string, string>): Promise<void> {
    const copy = {
      Bucket: this.#bucket,
      Key: key,
      CopySource: `${this.#bucket}/${upload.key}`,
      CopySourceIfMatch: `"${upload.etag}"`,
      ContentType: 'application/octet-stream',
      Metadata: metadata,
      MetadataDirective: 'REPLACE',
    } as const satisfies CopyObjectCommandInput;
    if (upload.size > this.#copySettings.maxWholeBytes) await this.#copyByParts(upload, copy);
    else await nameErrors(this.#client.send(new CopyObjectCommand(copy)));
  }

  async #copyByParts(upload: StoredUpload, copy: CopyObjectCommandInput): Promise<void> {
    const { Bucket, Key, CopySource, CopySourceIfMatch, ContentType, Metadata } = copy;
    const target = { Bucket, Key };
    const { partBytes } = this.#copySettings;
    const created = await this.#client.send(
      new CreateMultipartUploadCommand({ ...target, ContentType, Metadata }),
    );
    const part = { ...target, UploadId: created.UploadId };
    try {
      const Parts: CompletedPart[] = [];
      for (let start = 0; start < upload.size; start += partBytes) {
        const end = Math.min(start + partBytes, upload.size);
        const PartNumber = Parts.length + 1;
        const CopySourceRange = `bytes=${String(start)}-${String(end - 1)}`;
        const command = { ...part, PartNumber, CopySource, CopySourceIfMatch, CopySourceRange };
        const copied = await nameErrors(this.#client.send(new UploadPartCopyCommand(command)));
        Parts.push({ PartNumber, ETag: copied.CopyPartResult?.ETag });
      }
      await this.#client.send(new CompleteMultipartUploadCommand({ ...part, MultipartUpload: { Parts } }));
    } catch (error) {
      await this.#client.send(new AbortMultipartUploadCommand(part)).catch(() => undefined);
      throw error;
    }
  }
}

/** Not by iterating, which would join chunks into fresh buffers. Returns how many bytes came. */
async function readInto(bytes: Uint8Array, body: Readable): Promise<number> {
  let filled = 0;
  body.on('data', (chunk: Uint8Array) => {
    const part = chunk.subarray(0, bytes.length - filled);
    bytes.set(part, filled);
    filled += part.length;
    freeBuffer(chunk);
  });
  await finished(body);
  return filled;
}

async function nameErrors<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    const status = httpStatusOf(cause);
    if (status === 404) throw new UploadGoneError('The upload is not there', { cause });
    if (status === 412) throw new UploadChangedError('The upload was overwritten', { cause });
    throw cause;
  }
}

function httpStatusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata as { httpStatusCode?: number };
  return metadata.httpStatusCode;
}
