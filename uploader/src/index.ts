export { createUploader, type Uploader } from './create-uploader.ts';
export {
  canPickWithHandles,
  pickWithHandles,
  readDrop,
  withoutHandle,
  type ChosenFile,
} from './file-handles.ts';
export { createStore, type ReadableStore, type Store } from './store.ts';
export { uploadApiOf } from './upload-api-client.ts';
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
export { hasUnsavedTexts, type UploadTexts } from './upload-texts.ts';
