import type { ApiError } from '@media-feed/contract';
import type { UploadApi } from './upload-api.ts';
import type { Upload } from './upload-state.ts';

/** Whether the bytes of an upload are in storage; `gone` is one that can never arrive any more. */
export type Arrival = 'arrived' | 'awaited' | 'gone';

/** Asks the API, which is notified of every arrival. Rejects with an `ApiError` when it does not answer. */
export async function lookForArrival(
  api: UploadApi,
  mediaId: string,
  signal?: AbortSignal,
): Promise<Arrival> {
  try {
    const { status, timeline } = await api.getMedia(mediaId, signal);
    if (status === 'EXPIRED') return 'gone';
    const hasArrived = status !== 'PENDING' || (timeline ?? []).some(({ step }) => step === 'ARRIVED');
    return hasArrived ? 'arrived' : 'awaited';
  } catch (error) {
    if ((error as ApiError).code === 'not-found') return 'gone';
    throw error;
  }
}

/** Where an upload of an earlier visit stands, and how many bytes of it are in storage. */
export async function lookUp(
  api: UploadApi,
  { mediaId, multipart }: Pick<Upload, 'mediaId' | 'multipart'>,
  signal: AbortSignal,
): Promise<{ arrival: Arrival; storedBytes: number }> {
  try {
    const arrival = mediaId ? await lookForArrival(api, mediaId, signal) : 'awaited';
    if (!mediaId || !multipart || arrival !== 'awaited') return { arrival, storedBytes: 0 };
    const { parts } = await api.listParts(mediaId, signal);
    return { arrival, storedBytes: parts.reduce((sum, { size }) => sum + size, 0) };
  } catch {
    // Nothing is known for now; whoever resumes it asks again, and more patiently.
    return { arrival: 'awaited', storedBytes: 0 };
  }
}
