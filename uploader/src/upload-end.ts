import { ApiError } from '@media-feed/contract';
import type { UploadEvent } from './upload-reducer.ts';
import { UploadFailedError } from './upload-run.ts';

/** What it means for an upload that its run ended with an error. */
export function endOf(id: string, error: unknown): UploadEvent {
  if (error instanceof ApiError) return endByApi(id, error);
  return {
    type: 'failed',
    id,
    failure: error instanceof UploadFailedError ? error.failure : 'unexpected',
  };
}

function endByApi(id: string, { code, detail }: ApiError): UploadEvent {
  if (code === 'unauthenticated') return { type: 'session-ended', id };
  if (code === 'unsupported-media-type') {
    return { type: 'rejected', id, rejection: { reason: 'UNSUPPORTED_TYPE', detail } };
  }
  if (code === 'file-too-large') return { type: 'rejected', id, rejection: { reason: 'TOO_LARGE', detail } };
  return { type: 'failed', id, failure: code };
}
