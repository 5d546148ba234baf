import { uploadsApi } from '../api-client/uploads-api.ts';
import { browserTiming } from './browser-timing.ts';
import { createPreviews } from './previews.ts';
import { putToStorage } from './put-to-storage.ts';
import { UploadEngine } from './upload-engine.ts';

/** The page's uploads; they outlive every navigation within it. */
export const uploadEngine = new UploadEngine({ api: uploadsApi, put: putToStorage, timing: browserTiming });

export const uploadPreviews = createPreviews(uploadEngine);
