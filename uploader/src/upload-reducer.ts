import type { MediaItem } from '@media-feed/contract';
import {
  hasEnded,
  isSending,
  type Rejection,
  type Upload,
  type UploadFailure,
  type Uploads,
  type UploadStatus,
  type UploadTarget,
} from './upload-state.ts';
import { noTexts, type UploadTexts } from './upload-texts.ts';

export type UploadEvent =
  | { readonly type: 'added'; readonly uploads: Uploads }
  | { readonly type: 'signed-in' }
  | { readonly type: 'started'; readonly id: string }
  | {
      readonly type: 'url-given';
      readonly id: string;
      readonly target: UploadTarget;
      /** What the call carried. */
      readonly texts?: Partial<UploadTexts> | undefined;
    }
  | { readonly type: 'described'; readonly id: string; readonly texts: UploadTexts }
  | { readonly type: 'texts-sending'; readonly id: string }
  | {
      readonly type: 'texts-saved';
      readonly id: string;
      readonly item: MediaItem;
      readonly texts: Partial<UploadTexts>;
    }
  | { readonly type: 'texts-failed'; readonly id: string }
  | {
      readonly type: 'progressed';
      readonly id: string;
      readonly sentBytes: number;
      readonly storedBytes: number;
      readonly bytesPerSecond: number | null;
    }
  | { readonly type: 'retrying'; readonly id: string; readonly failure: UploadFailure }
  | { readonly type: 'resumed'; readonly id: string }
  | { readonly type: 'arrived'; readonly id: string; readonly atMs: number }
  | { readonly type: 'inspected'; readonly item: MediaItem }
  | { readonly type: 'rejected'; readonly id: string; readonly rejection: Rejection }
  | { readonly type: 'failed'; readonly id: string; readonly failure: UploadFailure }
  | { readonly type: 'session-ended'; readonly id: string }
  | { readonly type: 'paused'; readonly id: string }
  | { readonly type: 'unpaused'; readonly id: string }
  | { readonly type: 'retried'; readonly id: string }
  | { readonly type: 'started-over'; readonly id: string }
  | { readonly type: 'file-found'; readonly id: string }
  | { readonly type: 'file-missed'; readonly id: string; readonly failure: UploadFailure }
  | { readonly type: 'removed'; readonly id: string };

/**
 * The whole life of uploads. An event that does not fit where an upload stands, such as progress that comes
 * after a cancel, changes nothing.
 */
export function reduceUploads(uploads: Uploads, event: UploadEvent): Uploads {
  if (event.type === 'added') return [...uploads, ...event.uploads];
  if (event.type === 'removed') return uploads.filter((upload) => upload.id !== event.id);
  if (event.type === 'signed-in') return mapUploads(uploads, release);
  if (event.type === 'inspected') {
    return mapUploads(uploads, (upload) =>
      upload.mediaId === event.item.id ? applyInspection(upload, event.item) : upload,
    );
  }
  return mapUploads(uploads, (upload) => (upload.id === event.id ? reduceUpload(upload, event) : upload));
}

const release = (upload: Upload): Upload => moveFrom(upload, ['awaiting-sign-in'], { status: 'queued' });

type OwnEvent = Exclude<UploadEvent, { type: 'added' | 'removed' | 'signed-in' | 'inspected' }>;

function reduceUpload(upload: Upload, event: OwnEvent): Upload {
  switch (event.type) {
    case 'started':
      return moveFrom(upload, ['queued'], { status: 'preparing', failure: null });
    case 'url-given':
      return moveFrom(upload, ['preparing', 'waiting', 'uploading'], {
        status: 'uploading',
        ...event.target,
        ...(event.texts && { savedTexts: { ...noTexts, ...event.texts } }),
        failure: null,
      });
    case 'described':
      return { ...upload, texts: event.texts };
    case 'texts-sending':
      return { ...upload, textsSaving: 'sending' };
    case 'texts-saved':
      return applySavedTexts(upload, event.item, event.texts);
    case 'texts-failed':
      return { ...upload, textsSaving: 'failed' };
    case 'progressed':
      return moveFrom(upload, ['uploading', 'waiting'], {
        status: 'uploading',
        failure: null,
        sentBytes: Math.min(event.sentBytes, upload.size),
        storedBytes: event.storedBytes,
        bytesPerSecond: event.bytesPerSecond,
      });
    case 'retrying':
      return isSending(upload)
        ? { ...upload, status: 'waiting', failure: event.failure, bytesPerSecond: null }
        : upload;
    case 'resumed':
      return moveFrom(upload, ['waiting'], {
        status: upload.mediaId ? 'uploading' : 'preparing',
        failure: null,
      });
    case 'arrived':
      return isSending(upload)
        ? {
            ...upload,
            status: 'checking',
            sentBytes: upload.size,
            bytesPerSecond: null,
            failure: null,
            arrivedAtMs: event.atMs,
          }
        : upload;
    case 'rejected':
      return hasEnded(upload)
        ? upload
        : { ...upload, status: 'rejected', rejection: event.rejection, failure: null };
    case 'failed':
      return hasEnded(upload) ? upload : { ...stop(upload), status: 'failed', failure: event.failure };
    case 'session-ended':
      return isSending(upload) ? { ...stop(upload), status: 'awaiting-sign-in' } : upload;
    case 'paused':
      return isSending(upload) || upload.status === 'queued' ? { ...stop(upload), status: 'paused' } : upload;
    case 'unpaused':
      return moveFrom(upload, ['paused'], { status: 'queued' });
    case 'retried':
      return moveFrom(upload, ['failed', 'rejected'], { status: 'queued', failure: null, rejection: null });
    case 'started-over':
      return {
        ...upload,
        mediaId: null,
        single: null,
        multipart: null,
        savedTexts: noTexts,
        sentBytes: 0,
        storedBytes: 0,
        arrivedAtMs: null,
      };
    case 'file-found':
      return moveFrom(upload, ['interrupted', 'failed'], { status: 'queued', failure: null });
    case 'file-missed':
      return moveFrom(upload, ['interrupted', 'failed'], {
        status: 'interrupted',
        failure: event.failure,
        hasHandle: false,
      });
  }
}

/** What was on its way is thrown away; only whole parts stay. */
const stop = (upload: Upload): Upload => ({
  ...upload,
  sentBytes: upload.storedBytes,
  bytesPerSecond: null,
  failure: null,
});

/** The inspection result may be quicker than storage's answer to the PUT, so that it counts in any state. */
function applyInspection(upload: Upload, item: MediaItem): Upload {
  const arrived = { ...upload, sentBytes: upload.size, bytesPerSecond: null, failure: null };
  switch (item.status) {
    case 'READY':
      return { ...arrived, status: 'published', item, rejection: null };
    case 'REJECTED':
      return {
        ...arrived,
        status: 'rejected',
        item,
        rejection: item.rejection ?? { reason: 'INTERNAL', detail: null },
      };
    case 'EXPIRED':
    case 'REMOVED':
      return { ...upload, status: 'failed', failure: 'expired', bytesPerSecond: null };
    case 'PENDING':
      return upload;
  }
}

/** Of an item that was given up meanwhile they are still to be sent. */
function applySavedTexts(upload: Upload, item: MediaItem, texts: Partial<UploadTexts>): Upload {
  if (upload.mediaId !== item.id) return { ...upload, textsSaving: 'idle' };
  const savedTexts = { ...upload.savedTexts, ...texts };
  return { ...upload, item: upload.item && item, savedTexts, textsSaving: 'idle' };
}

function moveFrom(upload: Upload, from: readonly UploadStatus[], changes: Partial<Upload>): Upload {
  return from.includes(upload.status) ? { ...upload, ...changes } : upload;
}

/** Keeps the list itself where nothing in it has changed. */
function mapUploads(uploads: Uploads, change: (upload: Upload) => Upload): Uploads {
  const next = uploads.map(change);
  return next.some((upload, index) => upload !== uploads[index]) ? next : uploads;
}
