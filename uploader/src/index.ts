export { browserTiming } from './browser-timing.ts';
export {
  canPickWithHandles,
  pickWithHandles,
  readDrop,
  withoutHandle,
  type ChosenFile,
} from './file-handles.ts';
export { limitPuts } from './limit-puts.ts';
export { createPreviews, type Previews } from './previews.ts';
export { putToStorage } from './put-to-storage.ts';
export { createStore, type ReadableStore, type Store } from './store.ts';
export { uploadApiOf } from './upload-api-client.ts';
export type { UploadApi } from './upload-api.ts';
export { UploadEngine } from './upload-engine.ts';
export { UploadFiles } from './upload-files.ts';
export { openUploadJournal } from './upload-journal.ts';
export { UploadPersistence } from './upload-persistence.ts';
export { browserLocks } from './upload-locks.ts';
export {
  hasEnded,
  isSending,
  lacksFile,
  needsPage,
  type Rejection,
  type Upload,
  type UploadFailure,
  type Uploads,
  type UploadStatus,
} from './upload-state.ts';
