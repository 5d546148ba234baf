/** What is published of one upload: held back until the result is known, and taken back when it is bad. */
import { DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';
import { buildStorageKey, etag8, type MediaClass, type PublishedRendition } from '@media-feed/contract';
import { InvalidOutputError, type SandboxOutput } from './sandbox/sandbox-session.ts';
import type { MadeRendition, OutputPiece } from './sandbox/messages.ts';
import type { Accepted } from './inspect/inspection.ts';
import { renditionType } from './publish/rendition-names.ts';
import { RenditionUpload, UnsettledError, type UploadSettings } from './rendition-upload.ts';

export interface PublicationSettings extends UploadSettings {
  readonly mediaBucket: string;
}

/** The upload that is published. */
export interface PublicationSource {
  readonly mediaId: string;
  readonly etag: string;
  /** Bytes that all renditions together may have. */
  readonly maxOutputBytes: number;
}

const maxRenditions = 16;

/** Its pieces come from the sandbox, so that nothing about them is taken on trust. */
export class Publication implements SandboxOutput {
  readonly #client: S3Client;
  readonly #settings: PublicationSettings;
  readonly #source: PublicationSource;
  readonly #uploads = new Map<string, RenditionUpload>();
  readonly #completed: string[] = [];
  #mediaClass: MediaClass | undefined;

  constructor(client: S3Client, settings: PublicationSettings, source: PublicationSource) {
    this.#client = client;
    this.#settings = settings;
    this.#source = source;
  }

  accepted(found: Accepted): void {
    this.#mediaClass = found.mediaClass;
  }

  /** @throws InvalidOutputError; whatever storage throws. */
  async write(piece: OutputPiece): Promise<void> {
    const upload = this.#uploads.get(piece.name) ?? this.#open(piece);
    const others = [...this.#uploads.values()].filter((other) => other !== upload);
    const end = Math.max(upload.size, piece.position + piece.bytes.length);
    const total = others.reduce((sum, { size }) => sum + size, end);
    if (!(piece.position >= 0 && total <= this.#source.maxOutputBytes)) {
      throw new InvalidOutputError(`Wrote ${String(total)} bytes`);
    }
    try {
      await upload.write(piece.position, piece.bytes, piece.settledBytes);
    } catch (error) {
      throw error instanceof UnsettledError ? new InvalidOutputError(error.message) : error;
    }
  }

  /**
   * Makes all of it visible. What fails here may leave some of it visible until `discard`.
   * @throws InvalidOutputError where what is announced was not written; whatever storage throws.
   */
  async complete(mediaClass: MediaClass, made: readonly MadeRendition[]): Promise<PublishedRendition[]> {
    const sameNames = made.length === this.#uploads.size && made.every(({ name }) => this.#uploads.has(name));
    if (!sameNames || made.length === 0 || mediaClass !== this.#mediaClass) {
      throw new InvalidOutputError('What was announced is not what was written');
    }
    return Promise.all(made.map((rendition) => this.#finish(rendition)));
  }

  /** Removes what is there of it, visible or not. @throws when something visible could not be removed. */
  async discard(): Promise<void> {
    await Promise.all([...this.#uploads.values()].map((upload) => upload.discard()));
    if (this.#completed.length === 0) return;
    const Objects = this.#completed.map((Key) => ({ Key }));
    await this.#client.send(
      new DeleteObjectsCommand({ Bucket: this.#settings.mediaBucket, Delete: { Objects, Quiet: true } }),
    );
  }

  #open({ name, frontBytes }: OutputPiece): RenditionUpload {
    const contentType = renditionType(name);
    const front = Math.min(frontBytes, this.#settings.maxHeldBytes);
    if (!this.#mediaClass || !contentType || this.#uploads.size === maxRenditions || !(front >= 0)) {
      throw new InvalidOutputError(`Began a rendition ${JSON.stringify(name)}`);
    }
    const key = buildStorageKey({
      kind: 'rendition',
      mediaClass: this.#mediaClass,
      mediaId: this.#source.mediaId,
      etag8: etag8(this.#source.etag),
      rendition: name,
    });
    const target = { bucket: this.#settings.mediaBucket, key, contentType };
    const upload = new RenditionUpload(this.#client, target, this.#settings, front);
    this.#uploads.set(name, upload);
    return upload;
  }

  async #finish({ name, width, height }: MadeRendition): Promise<PublishedRendition> {
    const upload = this.#uploads.get(name);
    const mimeType = renditionType(name);
    if (!upload || !mimeType || upload.size === 0) throw new InvalidOutputError(`Left ${name} empty`);
    // Before it is done: where the answer gets lost, the object is there all the same.
    this.#completed.push(upload.key);
    await upload.complete();
    return { name, key: upload.key, mimeType, width, height, size: upload.size };
  }
}
