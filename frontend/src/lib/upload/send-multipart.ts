import type { SignedParts } from '@media-feed/contract';
import type { ApiError } from '../api-client/api-error.ts';
import { missingParts, partRange } from './parts.ts';
import {
  isTransientStatus,
  maxAttempts,
  persist,
  UploadFailedError,
  waitAndGoOn,
  type UploadRun,
} from './upload-run.ts';

const partsAtOnce = 4;
/** URLs are signed a few at a time, just before they are used, so that they do not expire in a queue. */
const urlsPerBatch = 8;

type SignedPart = SignedParts['parts'][number];

interface Plan {
  readonly mediaId: string;
  readonly partSize: number;
  readonly partCount: number;
}

/**
 * Brings a large file to storage in parts, some of them at once. Parts that storage holds already, of an
 * earlier run, are not sent again. Resolves when storage has put the file together.
 */
export async function sendMultipart(run: UploadRun): Promise<void> {
  const { plan, stored } = await startOrResume(run);
  const etags = new Map(stored.map((part) => [part.partNumber, part.etag]));
  const progress = new PartsProgress(
    run,
    stored.reduce((sum, part) => sum + part.size, 0),
  );
  const waiting = missingParts(plan.partCount, etags);
  const urls = new UrlSupply(run, plan.mediaId, waiting);

  const worker = async (): Promise<void> => {
    for (let partNumber = waiting.shift(); partNumber !== undefined; partNumber = waiting.shift()) {
      etags.set(partNumber, await sendPart(run, plan, partNumber, urls, progress));
    }
  };
  await Promise.all(Array.from({ length: Math.min(partsAtOnce, waiting.length) }, worker));
  await complete(run, plan, etags);
}

async function startOrResume(run: UploadRun): Promise<{ plan: Plan; stored: StoredPart[] }> {
  const { mediaId, fileName, contentType, size } = run.upload;
  if (mediaId !== null && run.upload.multipart) {
    try {
      const { parts, partSize, partCount } = await persist(run, () => run.api.listParts(mediaId, run.signal));
      run.onUrl(mediaId, { partSize, partCount });
      return { plan: { mediaId, partSize, partCount }, stored: parts };
    } catch (error) {
      // Too old, or thrown away from another page: begin anew.
      if ((error as ApiError).code !== 'not-found' && (error as ApiError).code !== 'upload-conflict')
        throw error;
      run.onStartOver();
    }
  }
  const started = await persist(run, () =>
    run.api.startMultipart({ fileName, contentType, size }, run.signal),
  );
  const { partSize, partCount } = started;
  run.onUrl(started.mediaId, { partSize, partCount });
  return { plan: { mediaId: started.mediaId, partSize, partCount }, stored: [] };
}

interface StoredPart {
  readonly partNumber: number;
  readonly size: number;
  readonly etag: string;
}

/** Adds up what the parts under way have sent. */
class PartsProgress {
  readonly #run: UploadRun;
  readonly #underWay = new Map<number, number>();
  #doneBytes: number;

  constructor(run: UploadRun, doneBytes: number) {
    this.#run = run;
    this.#doneBytes = doneBytes;
    run.onProgress(doneBytes);
  }

  set(partNumber: number, sentBytes: number): void {
    this.#underWay.set(partNumber, sentBytes);
    this.#report();
  }

  finish(partNumber: number, bytes: number): void {
    this.#underWay.delete(partNumber);
    this.#doneBytes += bytes;
    this.#report();
  }

  #report(): void {
    let sentBytes = this.#doneBytes;
    for (const bytes of this.#underWay.values()) sentBytes += bytes;
    this.#run.onProgress(sentBytes);
  }
}

/** Hands out part URLs, signed in batches: the part asked for and the next ones in the queue. */
class UrlSupply {
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

  async take(partNumber: number): Promise<SignedPart> {
    for (;;) {
      const part = this.#signed.get(partNumber);
      this.#signed.delete(partNumber);
      if (part) return part;
      // What was signed may have been discarded by the time it is this one's turn: look again.
      this.#signing = this.#signing.catch(() => undefined).then(() => this.#sign(partNumber));
      await this.#signing;
    }
  }

  /** The URLs in stock are as old as the one that was just refused. */
  discardAll(): void {
    this.#signed.clear();
  }

  async #sign(partNumber: number): Promise<void> {
    if (this.#signed.has(partNumber)) return;
    const next = this.#queue.filter((number) => !this.#signed.has(number)).slice(0, urlsPerBatch - 1);
    const { parts } = await persist(this.#run, () =>
      this.#run.api.signParts(this.#mediaId, [partNumber, ...next], this.#run.signal),
    );
    for (const part of parts) this.#signed.set(part.partNumber, part);
    if (!this.#signed.has(partNumber)) throw new UploadFailedError('unexpected');
  }
}

/** Sends one part, as often as it takes. Resolves with its ETag, empty where the browser may not read it. */
async function sendPart(
  run: UploadRun,
  plan: Plan,
  partNumber: number,
  urls: UrlSupply,
  progress: PartsProgress,
): Promise<string> {
  const { start, end } = partRange(partNumber, plan.partSize, run.upload.size);
  for (let attempt = 0; ; attempt += 1) {
    const { url, headers } = await urls.take(partNumber);
    const response = await run.put({
      url,
      headers,
      body: run.file.slice(start, end),
      signal: run.signal,
      onProgress: (sentBytes) => {
        progress.set(partNumber, sentBytes);
      },
    });
    if (response.status >= 200 && response.status < 300) {
      progress.finish(partNumber, end - start);
      return response.etag ?? '';
    }
    progress.set(partNumber, 0);
    if (attempt >= maxAttempts) throw new UploadFailedError('storage-unavailable');
    if (response.status === 403) {
      urls.discardAll();
    } else if (response.status === 404) {
      throw new UploadFailedError('expired');
    } else if (isTransientStatus(response.status)) {
      if (!run.timing.isOnline()) attempt = 0;
      await waitAndGoOn(run, attempt, response.status === 0 ? 'network' : 'storage-unavailable');
    } else {
      throw new UploadFailedError('storage-refused');
    }
  }
}

async function complete(run: UploadRun, plan: Plan, etags: Map<number, string>): Promise<void> {
  if ([...etags.values()].includes('')) {
    // Storage's CORS rules hide ETags: ask the API for them.
    const { parts } = await persist(run, () => run.api.listParts(plan.mediaId, run.signal));
    for (const part of parts) etags.set(part.partNumber, part.etag);
  }
  const parts = [...etags]
    .map(([partNumber, etag]) => ({ partNumber, etag }))
    .sort((a, b) => a.partNumber - b.partNumber);
  await persist(run, () => run.api.completeMultipart(plan.mediaId, { parts }, run.signal));
}
