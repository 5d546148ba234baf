import { uploadsApi } from './uploads-api.ts';
import {
  browserTiming,
  createPreviews,
  limitPuts,
  putToStorage,
  UploadEngine,
  openUploadJournal,
  UploadFiles,
  UploadPersistence,
  browserLocks,
} from '@media-feed/uploader';

/** The page's uploads; they outlive every navigation within it. */
export const uploadEngine = new UploadEngine({
  api: uploadsApi,
  put: limitPuts(putToStorage),
  timing: browserTiming,
});

/** What is left of them by earlier visits. */
export const uploadPersistence = new UploadPersistence({
  engine: uploadEngine,
  journal: openUploadJournal(),
  locks: browserLocks,
  api: uploadsApi,
});

export const uploadFiles = new UploadFiles(uploadEngine, uploadPersistence);

export const uploadPreviews = createPreviews(uploadEngine);
