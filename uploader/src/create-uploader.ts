import { browserTiming } from './browser-timing.ts';
import { limitPuts } from './limit-puts.ts';
import { createPreviews, type Previews } from './previews.ts';
import { putToStorage } from './put-to-storage.ts';
import type { ReadableStore } from './store.ts';
import type { UploadApi } from './upload-api.ts';
import { UploadEngine } from './upload-engine.ts';
import { UploadFiles } from './upload-files.ts';
import { openUploadJournal } from './upload-journal.ts';
import { browserLocks } from './upload-locks.ts';
import { UploadPersistence } from './upload-persistence.ts';

/** All that a page needs to upload. Its uploads outlive every navigation within the page. */
export interface Uploader {
  readonly engine: UploadEngine;
  /** What is left of uploads by earlier visits. */
  readonly persistence: UploadPersistence;
  readonly files: UploadFiles;
  readonly previews: ReadableStore<Previews>;
}

/** An uploader over the browser's own storage, locks and connections. */
export function createUploader(api: UploadApi): Uploader {
  const engine = new UploadEngine({ api, put: limitPuts(putToStorage), timing: browserTiming });
  const persistence = new UploadPersistence({
    engine,
    journal: openUploadJournal(),
    locks: browserLocks,
    api,
  });
  return {
    engine,
    persistence,
    files: new UploadFiles(engine, persistence),
    previews: createPreviews(engine),
  };
}
