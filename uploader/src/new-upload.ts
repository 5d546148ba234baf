import { limits, mediaClassOf } from '@media-feed/contract';
import { checkFile, labelOf } from './check-file.ts';
import { noTexts } from './upload-texts.ts';
import type { Upload, UploadMethod, UploadStatus } from './upload-state.ts';

/** An upload of a file that has just been chosen; rejected at once where that can be known. */
export function newUpload(file: File, statusIfAccepted: UploadStatus): Upload {
  const check = checkFile(file);
  return {
    id: newId(),
    fileName: labelOf(file.name),
    size: file.size,
    contentType: check.mediaType ?? file.type,
    mediaClass: check.mediaType ? mediaClassOf(check.mediaType) : null,
    method: methodFor(file.size),
    status: check.ok ? statusIfAccepted : 'rejected',
    sentBytes: 0,
    storedBytes: 0,
    bytesPerSecond: null,
    mediaId: null,
    single: null,
    multipart: null,
    failure: null,
    rejection: check.ok ? null : check.rejection,
    item: null,
    arrivedAtMs: null,
    hasHandle: false,
    texts: noTexts,
    savedTexts: noTexts,
    textsSaving: 'idle',
  };
}

export const methodFor = (size: number): UploadMethod =>
  size > limits.maxSinglePutBytes ? 'multipart' : 'single';

/** Random, because ids are kept across visits. `randomUUID` is there in secure contexts only. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-');
