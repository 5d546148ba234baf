import type { SignedParts } from '@media-feed/contract';
import { callWithRetries, UploadFailedError, type UploadRun } from './upload-run.ts';

/** URLs are signed a few at a time, just before they are used, so that they do not expire in a queue. */
const urlsPerBatch = 8;

type SignedPart = SignedParts['parts'][number];

/** How much of a URL's life may have passed before it is used: storage looks at its clock when the part begins to arrive. */
const usedWithin = 0.8;

/** Milliseconds that a URL says it is good for (SigV4); for ever where it does not say. */
function lifetimeOf(url: string): number {
  const seconds = new URL(url).searchParams.get('X-Amz-Expires');
  return seconds === null ? Number.POSITIVE_INFINITY : Number(seconds) * 1000;
}

/** Hands out part URLs, signed in batches: the part asked for and the next ones in the queue. */
export class PartUrls {
  readonly #run: UploadRun;
  readonly #mediaId: string;
  readonly #queue: readonly number[];
  readonly #signed = new Map<number, SignedPart & { readonly usableUntil: number }>();
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
      if (part && this.#run.timing.now() < part.usableUntil) return part;
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
    const now = this.#run.timing.now();
    for (const [number, { usableUntil }] of this.#signed) if (now >= usableUntil) this.#signed.delete(number);
    if (this.#signed.has(partNumber)) return;
    const next = this.#queue.filter((number) => !this.#signed.has(number)).slice(0, urlsPerBatch - 1);
    const { parts } = await callWithRetries(this.#run, () =>
      this.#run.api.signParts(this.#mediaId, [partNumber, ...next], this.#run.signal),
    );
    for (const part of parts) {
      this.#signed.set(part.partNumber, { ...part, usableUntil: now + usedWithin * lifetimeOf(part.url) });
    }
    if (!this.#signed.has(partNumber)) throw new UploadFailedError('unexpected');
  }
}
