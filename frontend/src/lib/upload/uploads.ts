import { uploadsApi } from '../api-client/uploads-api.ts';
import { browserTiming } from './browser-timing.ts';
import { createPreviews } from './previews.ts';
import { limitPuts } from './limit-puts.ts';
import { putToStorage } from './put-to-storage.ts';
import { UploadEngine } from './upload-engine.ts';
import { openUploadJournal } from './upload-journal.ts';
import { UploadFiles } from './upload-files.ts';
import { UploadKeeper } from './upload-keeper.ts';
import { browserLocks } from './upload-locks.ts';

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
