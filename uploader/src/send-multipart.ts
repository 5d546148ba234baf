import type { ApiError } from '@media-feed/contract';
import { lookForArrival } from './arrival.ts';
import { PartUrls } from './part-urls.ts';
import { missingParts, partRange, PartsProgress } from './parts.ts';
import { callWithRetries, recover, UploadFailedError, type UploadRun } from './upload-run.ts';

const partsAtOnce = 4;
/** A part whose fresh URLs are rejected so often will not pass: the clocks disagree. */
const maxNewUrls = 3;

interface Plan {
  readonly mediaId: string;
  readonly partSize: number;
  readonly partCount: number;
}

interface StoredPart {
  readonly partNumber: number;
  readonly size: number;
  readonly etag: string;
}

interface Begun {
  readonly plan: Plan;
  readonly stored: readonly StoredPart[];
}

/**
 * Brings a large file to storage in parts, some of them at once. Parts that storage holds already, of an
 * earlier run, are not sent again. Resolves when storage has put the file together.
 */
export async function sendMultipart(run: UploadRun): Promise<void> {
  const begun = (await resume(run)) ?? (await start(run));
  if (begun === 'arrived') return;
  const { plan, stored } = begun;
  const etags = new Map(stored.map((part) => [part.partNumber, part.etag]));
  const progress = new PartsProgress(
    stored.reduce((sum, part) => sum + part.size, 0),
    run.onProgress,
  );
  const waiting = missingParts(plan.partCount, etags);
  const urls = new PartUrls(run, plan.mediaId, waiting);

  const worker = async (): Promise<void> => {
    for (let partNumber = waiting.shift(); partNumber !== undefined; partNumber = waiting.shift()) {
      etags.set(partNumber, await sendPart(run, plan, partNumber, urls, progress));
    }
  };
  await Promise.all(Array.from({ length: Math.min(partsAtOnce, waiting.length) }, worker));
  await complete(run, plan, etags);
}

async function start(run: UploadRun): Promise<Begun> {
  const { fileName, contentType, size } = run.upload;
  let texts = {};
  const { mediaId, partSize, partCount } = await callWithRetries(run, () => {
    texts = run.texts();
    return run.api.startMultipart({ fileName, contentType, size, ...texts }, run.signal);
  });
  run.onTarget({ mediaId, single: null, multipart: { partSize, partCount } }, texts);
  return { plan: { mediaId, partSize, partCount }, stored: [] };
}

/** Where an earlier run came to; undefined where there is nothing to resume from. */
async function resume(run: UploadRun): Promise<Begun | 'arrived' | undefined> {
  const { mediaId, multipart } = run.upload;
  if (mediaId === null || !multipart) return undefined;
  try {
    const { parts, partSize, partCount } = await callWithRetries(run, () =>
      run.api.listParts(mediaId, run.signal),
    );
    run.onTarget({ mediaId, single: null, multipart: { partSize, partCount } });
    return { plan: { mediaId, partSize, partCount }, stored: parts };
  } catch (error) {
    if (!isClosed(error)) throw error;
    if (await isJoined(run, mediaId)) return 'arrived';
    run.onStartOver(); // too old, or thrown away from another page
    return undefined;
  }
}

const isClosed = (error: unknown): boolean =>
  (error as ApiError).code === 'not-found' || (error as ApiError).code === 'upload-conflict';

/**
 * Storage accepts no more parts: either it has joined them, and only the answer was lost, or it has thrown them
 * away. Where the API has not been notified of an arrival, it looks when it is asked to complete again; the parts named do not
 * matter to a file that is whole.
 */
async function isJoined(run: UploadRun, mediaId: string): Promise<boolean> {
  const arrival = await callWithRetries(run, () => lookForArrival(run.api, mediaId, run.signal));
  if (arrival !== 'awaited') return arrival === 'arrived';
  try {
    const parts = [{ partNumber: 1, etag: 'unknown' }];
    await callWithRetries(run, () => run.api.completeMultipart(mediaId, { parts }, run.signal));
    return true;
  } catch (error) {
    if (isClosed(error)) return false;
    throw error;
  }
}

/** Sends one part, as often as necessary. Resolves with its ETag, empty where the browser may not read it. */
async function sendPart(
  run: UploadRun,
  plan: Plan,
  partNumber: number,
  urls: PartUrls,
  progress: PartsProgress,
): Promise<string> {
  const { start: from, end } = partRange(partNumber, plan.partSize, run.upload.size);
  const body = run.file.slice(from, end);
  for (let attempt = 0, newUrls = 0; ;) {
    const { url, headers } = await urls.next(partNumber);
    const response = await run.put({
      url,
      headers,
      body,
      signal: run.signal,
      onProgress: (sentBytes) => {
        progress.set(partNumber, sentBytes);
      },
    });
    if (response.status >= 200 && response.status < 300) {
      progress.finish(partNumber, end - from);
      return response.etag ?? '';
    }
    progress.set(partNumber, 0);
    if (response.status === 404) throw new UploadFailedError('expired');
    if (response.status === 403) {
      if ((newUrls += 1) > maxNewUrls) throw new UploadFailedError('storage-rejected');
      urls.discardAll();
    } else {
      attempt = await recover(run, response.status, attempt, body);
    }
  }
}

async function complete(run: UploadRun, plan: Plan, etags: Map<number, string>): Promise<void> {
  if ([...etags.values()].includes('')) {
    // Storage's CORS rules hide ETags: ask the API for them.
    const { parts } = await callWithRetries(run, () => run.api.listParts(plan.mediaId, run.signal));
    for (const part of parts) etags.set(part.partNumber, part.etag);
  }
  const parts = [...etags]
    .map(([partNumber, etag]) => ({ partNumber, etag }))
    .sort((a, b) => a.partNumber - b.partNumber);
  await callWithRetries(run, () => run.api.completeMultipart(plan.mediaId, { parts }, run.signal));
}
