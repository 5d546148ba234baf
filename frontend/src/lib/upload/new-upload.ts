import { limits, mediaClassOf } from '@media-feed/contract';
import { checkFile, labelOf } from './check-file.ts';
import type { Upload, UploadStatus } from './upload-state.ts';

/** An upload of a file that has just been chosen; refused at once where that can be known. */
export function newUpload(id: string, file: File, statusIfTaken: UploadStatus): Upload {
  const check = checkFile(file);
  return {
    id,
    fileName: labelOf(file.name),
    size: file.size,
    contentType: check.mediaType ?? file.type,
    mediaClass: check.mediaType ? mediaClassOf(check.mediaType) : null,
    method: file.size > limits.maxSinglePutBytes ? 'multipart' : 'single',
    status: check.ok ? statusIfTaken : 'refused',
    sentBytes: 0,
    bytesPerSecond: null,
    mediaId: null,
    multipart: null,
    failure: null,
    refusal: check.ok ? null : check.refusal,
    item: null,
    arrivedAtMs: null,
  };
}
