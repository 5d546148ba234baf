import type { MediaClass, MediaItem, RejectionReason, ApiErrorCode } from '@media-feed/contract';
import { hasUnsavedTexts, type UploadTexts } from './upload-texts.ts';

/**
 * Where an upload stands.
 *
 * `awaiting-sign-in` waits for its person to sign in; `queued` for its turn; `preparing` asks for a URL; `uploading`
 * sends; `waiting` will try again by itself; `paused` until the person resumes it; `interrupted` was under way in
 * an earlier visit and lacks its file; `checking` has arrived and is being inspected. The rest are ends:
 * `published`, `rejected` with a reason, `failed` but kept for a retry.
 */
export type UploadStatus =
  | 'awaiting-sign-in'
  | 'queued'
  | 'preparing'
  | 'uploading'
  | 'waiting'
  | 'paused'
  | 'interrupted'
  | 'checking'
  | 'published'
  | 'rejected'
  | 'failed';

export type UploadMethod = 'single' | 'multipart';

export interface Rejection {
  readonly reason: RejectionReason;
  /** The API's sentence; null for what the page rejected by itself. */
  readonly detail: string | null;
  /** What the sentence tells, where the API sent it. */
  readonly parameters?: NonNullable<MediaItem['rejection']>['parameters'];
}

/** The API's code, or what went wrong with storage or with the file. */
export type UploadFailure =
  | ApiErrorCode
  | 'storage-unavailable'
  | 'storage-rejected'
  | 'file-changed'
  | 'file-unreachable'
  | 'another-file'
  | 'expired';

/** A multipart upload that has been started, from which it can resume. */
export interface MultipartProgress {
  readonly partSize: number;
  readonly partCount: number;
}

/** A URL for one PUT that has been given. */
export interface SingleTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAtMs: number;
}

/** What has been given to an upload by the API. */
export interface UploadTarget {
  readonly mediaId: string;
  readonly single: SingleTarget | null;
  readonly multipart: MultipartProgress | null;
}

export interface Upload {
  /** Unlike any other, in other tabs and visits too. */
  readonly id: string;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  readonly mediaClass: MediaClass | null;
  readonly method: UploadMethod;
  readonly status: UploadStatus;
  /** Bytes on their way, those that storage has confirmed included. */
  readonly sentBytes: number;
  /** Bytes in whole parts that storage has confirmed: what is never sent again. */
  readonly storedBytes: number;
  readonly bytesPerSecond: number | null;
  readonly mediaId: string | null;
  readonly single: SingleTarget | null;
  readonly multipart: MultipartProgress | null;
  /** Why it waits or failed. */
  readonly failure: UploadFailure | null;
  readonly rejection: Rejection | null;
  /** The published item. */
  readonly item: MediaItem | null;
  readonly arrivedAtMs: number | null;
  /** Whether the browser keeps a handle of the file, by which it can be opened again. */
  readonly hasHandle: boolean;
  readonly texts: UploadTexts;
  /** What the API has of them. */
  readonly savedTexts: UploadTexts;
  /** `failed` until they are sent again. */
  readonly textsSaving: 'idle' | 'sending' | 'failed';
}

/** Oldest first. */
export type Uploads = readonly Upload[];

const ends: ReadonlySet<UploadStatus> = new Set(['published', 'rejected', 'failed']);
const sending: ReadonlySet<UploadStatus> = new Set(['preparing', 'uploading', 'waiting']);

export const hasEnded = (upload: Upload): boolean => ends.has(upload.status);
/** Occupies one of the slots of the uploads that run at once. */
export const isSending = (upload: Upload): boolean => sending.has(upload.status);
/** Resumes as soon as its person picks the file again. */
export const lacksFile = ({ status, failure }: Upload): boolean =>
  status === 'interrupted' || (status === 'failed' && failure === 'file-changed');
/** Would be lost if the page were closed now. */
export const needsPage = (upload: Upload): boolean =>
  isSending(upload) ||
  upload.status === 'queued' ||
  upload.status === 'awaiting-sign-in' ||
  upload.status === 'paused' ||
  (upload.status !== 'rejected' && hasUnsavedTexts(upload));
