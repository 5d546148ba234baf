import type { MediaItem } from '@media-feed/contract';
import { createStore, type ReadableStore } from './store.ts';
import { newUpload } from './new-upload.ts';
import { sendMultipart } from './send-multipart.ts';
import { sendSingle } from './send-single.ts';
import { SpeedMeter } from './speed-meter.ts';
import type { PutToStorage, UploadApi } from './upload-api.ts';
import { reduceUploads, type UploadEvent } from './upload-reducer.ts';
import { endOf } from './upload-end.ts';
import type { Timing, UploadRun } from './upload-run.ts';
import { textsToSend, type UploadTexts } from './upload-texts.ts';
import { hasEnded, isSending, type Upload, type UploadFailure, type Uploads } from './upload-state.ts';

const uploadsAtOnce = 3;
/** People see a smooth bar at ten steps a second; more only costs rendering. */
const progressIntervalMs = 100;

export interface UploadEngineOptions {
  readonly api: UploadApi;
  readonly put: PutToStorage;
  readonly timing: Timing;
}

/**
 * Runs uploads: three files at once, each until it has arrived, failed for good, or been given up. It decides
 * nothing about state by itself; that is the reducer's.
 */
export class UploadEngine {
  readonly uploads: ReadableStore<Uploads>;
  readonly #store = createStore<Uploads>([]);
  readonly #options: UploadEngineOptions;
  readonly #files = new Map<string, File>();
  readonly #controllers = new Map<string, AbortController>();
  /** Texts of one upload are sent one after the other, so that the last ones stay. */
  readonly #textsSent = new Map<string, Promise<void>>();
  #signedIn = false;

  constructor(options: UploadEngineOptions) {
    this.#options = options;
    this.uploads = this.#store;
  }

  /** Adds files and returns their ids. They wait for their person to sign in where that is needed. */
  add(files: readonly File[]): string[] {
    const uploads = files.map((file) => {
      const upload = newUpload(file, this.#signedIn ? 'queued' : 'awaiting-sign-in');
      if (upload.status !== 'rejected') this.#files.set(upload.id, file);
      return upload;
    });
    this.#dispatch({ type: 'added', uploads });
    return uploads.map(({ id }) => id);
  }

  /** Adds an upload of an earlier visit, which lacks its file. */
  adopt(upload: Upload): void {
    this.#dispatch({ type: 'added', uploads: [upload] });
    void this.saveTexts(upload.id);
  }

  /** The file of an upload that lacks it. */
  provide(id: string, file: File): void {
    this.#files.set(id, file);
    this.#dispatch({ type: 'file-found', id });
  }

  /** An upload still lacks its file. */
  miss(id: string, failure: UploadFailure): void {
    this.#dispatch({ type: 'file-missed', id, failure });
  }

  fileOf(id: string): File | undefined {
    return this.#files.get(id);
  }

  setSignedIn(signedIn: boolean): void {
    this.#signedIn = signedIn;
    if (signedIn) this.#dispatch({ type: 'signed-in' });
  }

  /** An inspection result, by whichever way it was received. */
  recordInspection(item: MediaItem): void {
    this.#dispatch({ type: 'inspected', item });
  }

  /** What its person has written so far. It goes along with the call that asks for a place, or by `saveTexts`. */
  describe(id: string, texts: UploadTexts): void {
    this.#dispatch({ type: 'described', id, texts });
  }

  /** Sends what was written and the API does not have, where the upload has a place. */
  saveTexts(id: string): Promise<void> {
    const sent = (this.#textsSent.get(id) ?? Promise.resolve()).then(() => this.#sendTexts(id));
    this.#textsSent.set(id, sent);
    return sent;
  }

  pause(id: string): void {
    this.#stop(id);
    this.#dispatch({ type: 'paused', id });
  }

  resume(id: string): void {
    this.#dispatch({ type: 'unpaused', id });
  }

  retry(id: string): void {
    const upload = this.#find(id);
    if (!upload) return;
    if (needsRestart(upload)) {
      this.#dispatch({ type: 'started-over', id });
      if (upload.mediaId !== null && upload.status === 'failed') this.#discard(upload.mediaId);
    }
    this.#dispatch({ type: 'retried', id });
  }

  /** Cancels an upload and removes what was begun of it; one that has ended is only no longer shown. */
  remove(id: string): void {
    const upload = this.#find(id);
    if (!upload) return;
    this.#stop(id);
    this.#dispatch({ type: 'removed', id });
    this.#files.delete(id);
    this.#textsSent.delete(id);
    if (upload.mediaId === null || upload.status === 'published' || upload.status === 'rejected') return;
    if (upload.multipart && upload.status !== 'checking') {
      this.#options.api.abortMultipart(upload.mediaId).catch(() => undefined);
    } else {
      this.#discard(upload.mediaId);
    }
  }

  removeEnded(): void {
    for (const upload of this.#store.get().filter(hasEnded)) this.remove(upload.id);
  }

  /** Somebody else uses the page now. */
  forgetAll(): void {
    for (const upload of this.#store.get()) {
      this.#stop(upload.id);
      this.#dispatch({ type: 'removed', id: upload.id });
    }
    this.#files.clear();
    this.#textsSent.clear();
  }

  async #sendTexts(id: string): Promise<void> {
    const upload = this.#find(id);
    const texts = upload ? textsToSend(upload) : {};
    if (!upload?.mediaId || Object.keys(texts).length === 0) return;
    this.#dispatch({ type: 'texts-sending', id });
    try {
      const item = await this.#options.api.changeMedia(upload.mediaId, texts);
      this.#dispatch({ type: 'texts-saved', id, item, texts });
    } catch {
      this.#dispatch({ type: 'texts-failed', id });
    }
  }

  /** Fire and forget: what stays behind, the platform tidies up by itself. */
  #discard(mediaId: string): void {
    this.#options.api.deleteMedia(mediaId).catch(() => undefined);
  }

  #find(id: string): Upload | undefined {
    return this.#store.get().find((upload) => upload.id === id);
  }

  #dispatch(event: UploadEvent): void {
    this.#store.set(reduceUploads(this.#store.get(), event));
    this.#startNext();
  }

  #startNext(): void {
    const uploads = this.#store.get();
    if (!this.#signedIn || uploads.filter(isSending).length >= uploadsAtOnce) return;
    const next = uploads.find((upload) => upload.status === 'queued');
    if (!next) return;
    void this.#run(next.id);
    this.#startNext();
  }

  #stop(id: string): void {
    this.#controllers.get(id)?.abort();
    this.#controllers.delete(id);
  }

  async #run(id: string): Promise<void> {
    const controller = new AbortController();
    this.#controllers.set(id, controller);
    this.#dispatch({ type: 'started', id });
    const upload = this.#find(id);
    const file = this.#files.get(id);
    if (!upload || !file) return;
    try {
      const run = this.#newRun(upload, file, controller.signal);
      await (upload.method === 'multipart' ? sendMultipart(run) : sendSingle(run));
      controller.signal.throwIfAborted();
      this.#dispatch({ type: 'arrived', id, atMs: this.#options.timing.now() });
    } catch (error) {
      if (!controller.signal.aborted) {
        controller.abort(); // the other parts of this file
        this.#dispatch(endOf(id, error));
      }
    }
  }

  #newRun(upload: Upload, file: File, signal: AbortSignal): UploadRun {
    const { id } = upload;
    const { api, put, timing } = this.#options;
    const meter = new SpeedMeter();
    let reportedAtMs = 0;
    let reportedBytes = 0;
    const dispatchIfActive = (event: UploadEvent): void => {
      if (!signal.aborted) this.#dispatch(event);
    };
    return {
      upload,
      file,
      signal,
      api,
      put,
      timing,
      texts: () => {
        const latest = this.#find(id);
        return latest ? textsToSend(latest) : {};
      },
      onTarget: (target, texts) => {
        dispatchIfActive({ type: 'url-given', id, target, texts });
        // What was written while the call was under way.
        void this.saveTexts(id);
      },
      onProgress: (sentBytes, storedBytes) => {
        const now = timing.now();
        meter.add(now, sentBytes);
        const isDue = now - reportedAtMs >= progressIntervalMs || storedBytes > reportedBytes;
        if (!isDue && sentBytes < upload.size) return;
        reportedAtMs = now;
        reportedBytes = storedBytes;
        dispatchIfActive({
          type: 'progressed',
          id,
          sentBytes,
          storedBytes,
          bytesPerSecond: meter.bytesPerSecond(),
        });
      },
      onRetrying: (failure) => {
        dispatchIfActive({ type: 'retrying', id, failure });
      },
      onResumed: () => {
        dispatchIfActive({ type: 'resumed', id });
      },
      onStartOver: () => {
        dispatchIfActive({ type: 'started-over', id });
      },
    };
  }
}

/** What was given to it leads nowhere: another attempt needs a new beginning. */
const needsRestart = ({ status, failure, method }: Upload): boolean =>
  status === 'rejected' || failure === 'expired' || (method === 'single' && failure === 'storage-rejected');
