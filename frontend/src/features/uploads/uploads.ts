import { uploadsApi } from './uploads-api.ts';
import {
  browserTiming,
  createPreviews,
  limitPuts,
  putToStorage,
  UploadEngine,
  openUploadJournal,
  UploadFiles,
  UploadKeeper,
  browserLocks,
} from '@media-feed/uploader';

/** The page's uploads; they outlive every navigation within it. */
export const uploadEngine = new UploadEngine({
  api: uploadsApi,
  put: limitPuts(putToStorage),
  timing: browserTiming,
});

/** What is left of them by earlier visits. */
export const uploadKeeper = new UploadKeeper({
  engine: uploadEngine,
  journal: openUploadJournal(),
  locks: browserLocks,
  api: uploadsApi,
});

export const uploadFiles = new UploadFiles(uploadEngine, uploadKeeper);

export const uploadPreviews = createPreviews(uploadEngine);
