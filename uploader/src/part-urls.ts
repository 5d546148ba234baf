import type { SignedParts } from '@media-feed/contract';
import { callWithRetries, UploadFailedError, type UploadRun } from './upload-run.ts';

/** URLs are signed a few at a time, just before they are used, so that they do not expire in a queue. */
const urlsPerBatch = 8;

type SignedPart = SignedParts['parts'][number];

/** Hands out part URLs, signed in batches: the part asked for and the next ones in the queue. */
export class PartUrls {
  readonly #run: UploadRun;
  readonly #mediaId: string;
  readonly #queue: readonly number[];
  readonly #signed = new Map<number, SignedPart>();
  #signing: Promise<void> = Promise.resolve();

  constructor(run: UploadRun, mediaId: string, queue: readonly number[]) {
    this.#run = run;
    this.#mediaId = mediaId;
    this.#queue = queue;
  }

  async next(partNumber: number): Promise<SignedPart> {
    for (;;) {
      const part = this.#signed.get(partNumber);
      this.#signed.delete(partNumber);
      if (part) return part;
      // What was signed may have been discarded by the time it is this one's turn: look again.
      this.#signing = this.#signing.catch(() => undefined).then(() => this.#sign(partNumber));
      await this.#signing;
    }
  }

  /** The URLs in stock are as old as the one that was just rejected. */
  discardAll(): void {
    this.#signed.clear();
  }

  async #sign(partNumber: number): Promise<void> {
    if (this.#signed.has(partNumber)) return;
    const next = this.#queue.filter((number) => !this.#signed.has(number)).slice(0, urlsPerBatch - 1);
    const { parts } = await callWithRetries(this.#run, () =>
      this.#run.api.signParts(this.#mediaId, [partNumber, ...next], this.#run.signal),
    );
    for (const part of parts) this.#signed.set(part.partNumber, part);
    if (!this.#signed.has(partNumber)) throw new UploadFailedError('unexpected');
  }
}
