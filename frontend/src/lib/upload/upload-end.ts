import { ApiError } from '../api-client/api-error.ts';
import type { UploadEvent } from './upload-reducer.ts';
import { UploadFailedError } from './upload-run.ts';

/** What it means for an upload that its run ended with an error. */
export async function endOf(id: string, file: File, error: unknown): Promise<UploadEvent> {
  if (error instanceof ApiError) return endByApi(id, error);
  if (!(error instanceof UploadFailedError)) return { type: 'failed', id, failure: 'unexpected' };
  // The browser tells a file that it cannot read any more from a broken connection by nothing.
  const isUnreadable = error.failure === 'storage-unavailable' && !(await isReadable(file));
  return { type: 'failed', id, failure: isUnreadable ? 'file-changed' : error.failure };
}

function endByApi(id: string, { code, detail }: ApiError): UploadEvent {
  if (code === 'unauthenticated') return { type: 'session-ended', id };
  if (code === 'unsupported-media-type') {
    return { type: 'refused', id, refusal: { reason: 'UNSUPPORTED_TYPE', detail } };
  }
  if (code === 'file-too-large') return { type: 'refused', id, refusal: { reason: 'TOO_LARGE', detail } };
  return { type: 'failed', id, failure: code };
}

/** A file that was changed, moved or deleted since it was chosen cannot be read. */
async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
