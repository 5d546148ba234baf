import type { ApiError } from '../api-client/api-error.ts';
import { isTransient } from '../api-client/api-error.ts';
import { backoffMs } from './backoff.ts';
import type { PutToStorage, UploadApi } from './upload-api.ts';
import type { MultipartProgress, Upload, UploadFailure } from './upload-state.ts';

/** What one attempt to bring a file to storage works with. */
export interface UploadRun {
  readonly upload: Upload;
  readonly file: File;
  readonly signal: AbortSignal;
  readonly api: UploadApi;
  readonly put: PutToStorage;
  readonly timing: Timing;
  readonly onUrl: (mediaId: string, multipart?: MultipartProgress) => void;
  readonly onProgress: (sentBytes: number) => void;
  readonly onStumble: (failure: UploadFailure) => void;
  readonly onGoOn: () => void;
  readonly onStartOver: () => void;
}

/** Waiting, behind an interface so that tests need not. */
export interface Timing {
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

export const maxAttempts = 8;

/** Storage answers these when it is busy, or when two requests met; the same request may pass a moment later. */
export const isTransientStatus = (status: number): boolean =>
  status === 0 || status === 408 || status === 409 || status === 429 || status >= 500;

export async function waitAndGoOn(run: UploadRun, attempt: number, failure: UploadFailure): Promise<void> {
  run.onStumble(failure);
  await run.timing.pause(backoffMs(attempt, run.timing.random), run.signal);
  run.onGoOn();
}

/**
 * Calls the API until it answers or refuses. Attempts made while the browser is offline are not counted, nor
 * those that only wait for other uploads of the same person to finish.
 */
export async function persist<T>(run: UploadRun, call: () => Promise<T>): Promise<T> {
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
      run.onStumble(error.code);
      const waitMs = error.retryAfterSeconds === null ? 0 : error.retryAfterSeconds * 1000;
      await run.timing.pause(Math.max(waitMs, backoffMs(attempt, run.timing.random)), run.signal);
      run.onGoOn();
    }
  }
}
