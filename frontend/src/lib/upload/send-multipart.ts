import type { ApiError } from '../api-client/api-error.ts';
import { PartUrls } from './part-urls.ts';
import { missingParts, partRange, PartsProgress } from './parts.ts';
import {
  isTransientStatus,
  maxAttempts,
  persist,
  UploadFailedError,
  waitAndGoOn,
  type UploadRun,
} from './upload-run.ts';

const partsAtOnce = 4;

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

/** Sends one part, as often as it takes. Resolves with its ETag, empty where the browser may not read it. */
async function sendPart(
  run: UploadRun,
  plan: Plan,
  partNumber: number,
  urls: PartUrls,
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
