/** One object on its way into the media bucket: written anywhere, in any order, and visible only when complete. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

export interface RenditionTarget {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
}

export interface UploadSettings {
  readonly partBytes: number;
  readonly partsInFlight: number;
  /** Bytes that may wait in memory beside the front, because they may still be written again. */
  readonly maxHeldBytes: number;
}

/** The writer breaks its word about what is settled, or leaves too much unsettled. */
export class UnsettledError extends Error {
  readonly code = 'UNSETTLED';
}

/** Renditions carry their source's ETag in their name and never change; a day, so that what is deleted goes. */
const cacheControl = 'public, max-age=86400, immutable';

/**
 * Containers are finished by writing their front again (index, sizes). S3 takes parts in any order, so the front
 * stays in memory and goes last, while everything behind it streams: memory does not grow with the file.
 */
export class RenditionUpload {
  readonly #client: S3Client;
  readonly #target: RenditionTarget;
  readonly #settings: UploadSettings;
  readonly #frontParts: number;
  /** Parts not sent yet, by index. */
  readonly #held = new Map<number, Uint8Array>();
  /** Buffers of parts that are sent, to be used again: fresh ones keep the garbage collector busy. */
  readonly #free: Uint8Array[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  readonly #etags = new Map<number, string>();
  #sentUpTo = 0;
  #size = 0;
  #uploadId: Promise<string> | undefined;
  #failure: Error | undefined;

  /** @param frontBytes from the start, which may be written again until the end. */
  constructor(client: S3Client, target: RenditionTarget, settings: UploadSettings, frontBytes: number) {
    this.#client = client;
    this.#target = target;
    this.#settings = settings;
    this.#frontParts = Math.max(1, Math.ceil(frontBytes / settings.partBytes));
    this.#sentUpTo = this.#frontParts;
  }

  get key(): string {
    return this.#target.key;
  }

  /** Bytes written so far, holes included. */
  get size(): number {
    return this.#size;
  }

  /**
   * Resolves when there is room for more.
   * @param settledBytes what lies between the front and here will not be written again.
   * @throws UnsettledError; whatever storage throws.
   */
  async write(position: number, bytes: Uint8Array, settledBytes: number): Promise<void> {
    if (this.#failure) throw this.#failure;
    this.#fill(position, bytes);
    const { partBytes, partsInFlight, maxHeldBytes } = this.#settings;
    while ((this.#sentUpTo + 1) * partBytes <= Math.min(settledBytes, this.#size)) {
      this.#send(this.#sentUpTo++);
      if (this.#inFlight.size >= partsInFlight) await Promise.race(this.#inFlight);
    }
    if ((this.#held.size - this.#frontParts) * partBytes > maxHeldBytes) {
      throw new UnsettledError('Too much of the output may still change');
    }
  }

  /** Makes the object visible. @throws when storage fails; the object is not visible then. */
  async complete(): Promise<void> {
    if (this.#sentUpTo === this.#frontParts && this.#size <= this.#settings.partBytes) return this.#put();
    const count = Math.ceil(this.#size / this.#settings.partBytes);
    const waiting = Array.from({ length: count }, (_, index) => index).filter(
      (i) => i < this.#frontParts || i >= this.#sentUpTo,
    );
    for (const index of waiting) {
      this.#send(index);
      if (this.#inFlight.size >= this.#settings.partsInFlight) await Promise.race(this.#inFlight);
    }
    await Promise.all(this.#inFlight);
    if (this.#failure) throw this.#failure;
    const Parts = [...this.#etags.entries()]
      .sort(([a], [b]) => a - b)
      .map(([index, ETag]) => ({ PartNumber: index + 1, ETag }));
    await this.#client.send(
      new CompleteMultipartUploadCommand({ ...(await this.#multipart()), MultipartUpload: { Parts } }),
    );
  }

  /** Gives up what was sent. Never throws: what stays behind, the bucket's lifecycle rule removes. */
  async discard(): Promise<void> {
    this.#failure ??= new Error('The upload was given up');
    this.#held.clear();
    await Promise.all(this.#inFlight);
    if (!this.#uploadId) return;
    try {
      await this.#client.send(new AbortMultipartUploadCommand(await this.#multipart()));
    } catch {
      // See above.
    }
  }

  #fill(position: number, bytes: Uint8Array): void {
    const { partBytes } = this.#settings;
    for (let done = 0; done < bytes.length;) {
      const at = position + done;
      const index = Math.floor(at / partBytes);
      if (index >= this.#frontParts && index < this.#sentUpTo)
        throw new UnsettledError('Written again after it settled');
      const start = at - index * partBytes;
      const piece = bytes.subarray(done, done + partBytes - start);
      this.#part(index, start + piece.length).set(piece, start);
      done += piece.length;
    }
    this.#size = Math.max(this.#size, position + bytes.length);
  }

  /** The part's buffer with room for `length` bytes; one that was never written is zeros. */
  #part(index: number, length: number): Uint8Array {
    const { partBytes } = this.#settings;
    const part = this.#held.get(index);
    if (part && part.length >= length) return part;
    // Most renditions are pictures, far smaller than a part.
    const wanted = index === 0 ? Math.min(partBytes, Math.max(length, (part?.length ?? 0) * 2)) : partBytes;
    const fresh = (wanted === partBytes ? this.#free.pop()?.fill(0) : undefined) ?? new Uint8Array(wanted);
    if (part) fresh.set(part);
    this.#held.set(index, fresh);
    return fresh;
  }

  #send(index: number): void {
    const { partBytes } = this.#settings;
    const length = Math.min(partBytes, this.#size - index * partBytes);
    const part = this.#part(index, length);
    this.#held.delete(index);
    const sent = this.#sendPart(index, part.subarray(0, length))
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        this.#inFlight.delete(sent);
        if (part.length === partBytes) this.#free.push(part);
      });
    this.#inFlight.add(sent);
  }

  async #sendPart(index: number, Body: Uint8Array): Promise<void> {
    const command = { ...(await this.#multipart()), PartNumber: index + 1, Body };
    const { ETag } = await this.#client.send(new UploadPartCommand(command));
    if (ETag !== undefined) this.#etags.set(index, ETag);
  }

  async #multipart(): Promise<{ Bucket: string; Key: string; UploadId: string }> {
    this.#uploadId ??= this.#create();
    return { Bucket: this.#target.bucket, Key: this.#target.key, UploadId: await this.#uploadId };
  }

  async #create(): Promise<string> {
    const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand(this.#object()));
    if (UploadId === undefined) throw new Error('Storage began a multipart upload without an id');
    return UploadId;
  }

  async #put(): Promise<void> {
    const Body = this.#held.get(0)?.subarray(0, this.#size) ?? new Uint8Array(0);
    await this.#client.send(new PutObjectCommand({ ...this.#object(), Body }));
    this.#held.clear();
  }

  #object() {
    const { bucket, key, contentType } = this.#target;
    return { Bucket: bucket, Key: key, ContentType: contentType, CacheControl: cacheControl };
  }
}
