import { type ApiError, isTransient } from '@media-feed/contract';
import { backoffMs } from './backoff.ts';
import type { PutToStorage, UploadApi } from './upload-api.ts';
import type { Upload, UploadFailure, UploadTarget } from './upload-state.ts';
import type { UploadTexts } from './upload-texts.ts';

/** What one attempt to bring a file to storage works with. */
export interface UploadRun {
  readonly upload: Upload;
  readonly file: File;
  readonly signal: AbortSignal;
  readonly api: UploadApi;
  readonly put: PutToStorage;
  readonly timing: Timing;
  /** What its person has written until now, as far as the call that asks for a place may carry it. */
  readonly texts: () => Partial<UploadTexts>;
  /** `texts`: what the call for a new place carried; not given where one of an earlier run is used again. */
  readonly onTarget: (target: UploadTarget, texts?: Partial<UploadTexts>) => void;
  readonly onProgress: (sentBytes: number, storedBytes: number) => void;
  readonly onRetrying: (failure: UploadFailure) => void;
  readonly onResumed: () => void;
  readonly onStartOver: () => void;
}

/** Waiting, behind an interface so that tests need not. */
export interface Timing {
  readonly now: () => number;
  readonly random: () => number;
  /** Resolves after `ms`, and not before the browser is online; rejects when `signal` gives up. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly isOnline: () => boolean;
}

/** Ends an upload for good, or until its person tries again. */
export class UploadFailedError extends Error {
  override readonly name = 'UploadFailedError';
  readonly failure: UploadFailure;

  constructor(failure: UploadFailure, options?: ErrorOptions) {
    super(failure, options);
    this.failure = failure;
  }
}

/** With pauses of up to 20 s this is about eight minutes in which nothing at all gets through. */
const maxAttempts = 40;

/** Storage answers these when it is busy, or when two requests met; the same request may pass a moment later. */
const isTransientStatus = (status: number): boolean =>
  status === 0 || status === 408 || status === 409 || status === 429 || status >= 500;

/**
 * After a PUT that did not pass: waits until it is time for the next attempt and resolves with its number.
 * @throws {UploadFailedError} when another attempt would not help.
 */
export async function recover(run: UploadRun, status: number, attempt: number, body: Blob): Promise<number> {
  if (!isTransientStatus(status)) throw new UploadFailedError('storage-rejected');
  // A browser reports a file that it can no longer read just as a broken connection.
  if (status === 0 && !(await isReadable(body))) throw new UploadFailedError('file-changed');
  run.signal.throwIfAborted();
  if (attempt >= maxAttempts) throw new UploadFailedError('storage-unavailable');
  run.onRetrying(status === 0 ? 'network' : 'storage-unavailable');
  const counted = run.timing.isOnline() ? attempt : 0;
  await run.timing.pause(backoffMs(counted, run.timing.random), run.signal);
  run.onResumed();
  return counted + 1;
}

/** A file that was changed, moved or deleted since it was chosen cannot be read. */
async function isReadable(body: Blob): Promise<boolean> {
  try {
    await body.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/**
 * Calls the API until it answers or rejects. Attempts made while the browser is offline are not counted, nor
 * those that only wait for other uploads of the same person to finish.
 */
export async function callWithRetries<T>(run: UploadRun, call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (thrown) {
      run.signal.throwIfAborted();
      const error = thrown as ApiError;
      if (!isTransient(error)) throw error;
      const isQueueing = error.code === 'too-many-unfinished-uploads' || !run.timing.isOnline();
      if (isQueueing) attempt = Math.min(attempt, 4);
      if (attempt >= maxAttempts) throw error;
      run.onRetrying(error.code);
      const waitMs = error.retryAfterSeconds === null ? 0 : error.retryAfterSeconds * 1000;
      await run.timing.pause(Math.max(waitMs, backoffMs(attempt, run.timing.random)), run.signal);
      run.onResumed();
    }
  }
}
