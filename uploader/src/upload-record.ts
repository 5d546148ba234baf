import { mediaClassOf, parseMediaType } from '@media-feed/contract';
import { methodFor } from './new-upload.ts';
import { noTexts, type UploadTexts } from './upload-texts.ts';
import type { MultipartProgress, SingleTarget, Upload } from './upload-state.ts';

/** What is kept of an unfinished upload in the browser, so that a later visit can resume it. */
export interface UploadRecord {
  /** The upload's own. */
  readonly id: string;
  readonly userId: string;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  readonly lastModified: number;
  /** See `fingerprintOf`. */
  readonly fingerprint: string;
  readonly handle: FileSystemFileHandle | null;
  /** Null until the API has given a place. */
  readonly mediaId: string | null;
  readonly single: SingleTarget | null;
  readonly multipart: MultipartProgress | null;
  /** Records of an earlier version have none. */
  readonly texts?: UploadTexts;
  readonly savedTexts?: UploadTexts;
}

/** The upload of a record, still without its file. */
export function interruptedUpload(record: UploadRecord, storedBytes: number): Upload {
  const { id, fileName, size, contentType, mediaId, single, multipart, handle } = record;
  const mediaType = parseMediaType(contentType);
  return {
    id,
    fileName,
    size,
    contentType,
    mediaClass: mediaType ? mediaClassOf(mediaType) : null,
    method: methodFor(size),
    status: 'interrupted',
    sentBytes: storedBytes,
    storedBytes,
    bytesPerSecond: null,
    mediaId,
    single,
    multipart,
    failure: null,
    rejection: null,
    item: null,
    arrivedAtMs: null,
    hasHandle: handle !== null,
    texts: record.texts ?? noTexts,
    savedTexts: record.savedTexts ?? noTexts,
    textsSaving: 'idle',
  };
}

/** The upload of a record whose file has arrived after all. */
export const arrivedUpload = (record: UploadRecord): Upload => ({
  ...interruptedUpload(record, record.size),
  status: 'checking',
  arrivedAtMs: Date.now(),
});

/** Whether an upload could be resumed in another visit: not yet arrived, and not given up. */
export const isUnfinished = ({ status, failure }: Upload): boolean =>
  status === 'failed'
    ? failure !== 'expired'
    : status !== 'checking' && status !== 'published' && status !== 'rejected';

/** Changes whenever what a record holds of an upload changes. */
export const recordedState = ({ mediaId, single, multipart, texts, savedTexts }: Upload): string =>
  JSON.stringify([mediaId, single, multipart, texts, savedTexts]);
