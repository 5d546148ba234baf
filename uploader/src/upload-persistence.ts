import { lookUp } from './arrival.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { UploadApi } from './upload-api.ts';
import type { UploadEngine } from './upload-engine.ts';
import type { UploadJournal } from './upload-journal.ts';
import type { UploadLocks } from './upload-locks.ts';
import {
  arrivedUpload,
  interruptedUpload,
  isUnfinished,
  recordedState,
  type UploadRecord,
} from './upload-record.ts';
import type { Upload } from './upload-state.ts';

export interface UploadPersistenceOptions {
  readonly engine: UploadEngine;
  readonly journal: UploadJournal;
  readonly locks: UploadLocks;
  readonly api: UploadApi;
}

/** What identifies a file that is picked again. */
export type FileIdentity = Pick<UploadRecord, 'fingerprint' | 'lastModified'>;

/** An upload that this tab owns. */
interface PersistedUpload {
  readonly userId: string;
  /** Ends this tab's ownership. */
  release: (() => void) | undefined;
  /** Null until there has been time to read the file. */
  identity: FileIdentity | null;
  /** What the journal holds, or will when its turn has come. */
  state: string;
}

/**
 * Keeps unfinished uploads across visits: writes down what the engine is about, and brings back what an earlier
 * visit left behind, once no other tab owns it. An upload of another person is never shown.
 */
export class UploadPersistence {
  readonly #options: UploadPersistenceOptions;
  readonly #persisted = new Map<string, PersistedUpload>();
  readonly #handles = new Map<string, FileSystemFileHandle>();
  /** Records whose upload another tab may own. */
  readonly #awaited = new Set<string>();
  #userId: string | undefined;
  #leaving = new AbortController();
  /** One file is read and one record written at a time, in order. */
  #writes: Promise<unknown> = Promise.resolve();

  constructor(options: UploadPersistenceOptions) {
    this.#options = options;
    options.engine.uploads.subscribe(() => {
      this.#follow();
    });
  }

  /** Somebody has signed in, or, with undefined, their session has ended and they may come back. */
  setUser(userId: string | undefined): void {
    this.#userId = userId;
    this.#follow();
    void this.lookAgain();
  }

  /** Its person has left: lets go of everything, and keeps the records for when they come back. */
  leave(): void {
    this.#userId = undefined;
    this.#leaving.abort();
    this.#leaving = new AbortController();
    for (const { release } of this.#persisted.values()) release?.();
    this.#persisted.clear();
    this.#handles.clear();
  }

  /** Brings back what other tabs may have left behind since. */
  async lookAgain(): Promise<void> {
    const userId = this.#userId;
    if (userId === undefined) return;
    const records = await this.#options.journal.ofUser(userId).catch(() => []);
    if (userId !== this.#userId) return;
    for (const { id } of records) {
      if (this.#persisted.has(id) || this.#awaited.has(id)) continue;
      this.#awaited.add(id);
      void this.#bringBack(id, userId)
        .catch(() => undefined)
        .finally(() => this.#awaited.delete(id));
    }
  }

  /** By which the browser can open the file of an upload again. */
  handleOf(id: string): FileSystemFileHandle | undefined {
    return this.#handles.get(id);
  }

  storeHandle(id: string, handle: FileSystemFileHandle): void {
    this.#handles.set(id, handle);
  }

  /** What is known of the file of an upload; null until it has been read. */
  identityOf(id: string): FileIdentity | null {
    return this.#persisted.get(id)?.identity ?? null;
  }

  #find(id: string): Upload | undefined {
    return this.#options.engine.uploads.get().find((upload) => upload.id === id);
  }

  /** Records what has changed, and removes what is over. */
  #follow(): void {
    const unfinished = this.#options.engine.uploads.get().filter(isUnfinished);
    for (const upload of unfinished) this.#keep(upload);
    const ids = new Set(unfinished.map(({ id }) => id));
    for (const [id, persisted] of this.#persisted) if (!ids.has(id)) this.#unpersist(id, persisted);
  }

  #keep(upload: Upload): void {
    const { id } = upload;
    const state = recordedState(upload);
    let persisted = this.#persisted.get(id);
    if (persisted?.state === state) return;
    if (!persisted) {
      if (this.#userId === undefined) return;
      persisted = { userId: this.#userId, release: undefined, identity: null, state };
      this.#persisted.set(id, persisted);
    }
    persisted.state = state;
    const { signal } = this.#leaving;
    this.#enqueue(() => this.#write(id, persisted, signal));
  }

  #unpersist(id: string, persisted: PersistedUpload): void {
    this.#persisted.delete(id);
    this.#handles.delete(id);
    this.#enqueue(async () => {
      await this.#options.journal.remove(id);
      persisted.release?.();
    });
  }

  /** What cannot be recorded still continues in this visit. */
  #enqueue(write: () => Promise<unknown>): void {
    this.#writes = this.#writes.then(write).catch(() => undefined);
  }

  async #write(id: string, persisted: PersistedUpload, signal: AbortSignal): Promise<void> {
    const { engine, journal, locks } = this.#options;
    const file = engine.fileOf(id);
    persisted.release ??= await locks.own(id, signal);
    if (signal.aborted) persisted.release();
    if (file)
      persisted.identity ??= { fingerprint: await fingerprintOf(file), lastModified: file.lastModified };
    const upload = this.#find(id);
    if (!upload || !persisted.identity || this.#persisted.get(id) !== persisted) return;
    const { fileName, size, contentType, mediaId, single, multipart, texts, savedTexts } = upload;
    const { userId } = persisted;
    const handle = this.#handles.get(id) ?? null;
    const label = { fileName, size, contentType, handle };
    const record = { id, userId, ...label, mediaId, single, multipart, texts, savedTexts };
    await journal.put({ ...record, ...persisted.identity });
  }

  /** Shows an upload of an earlier visit as soon as no other tab owns it, if it is still unfinished then. */
  async #bringBack(id: string, userId: string): Promise<void> {
    const { engine, journal, locks, api } = this.#options;
    const { signal } = this.#leaving;
    const release = await locks.own(id, signal);
    const record = await journal.get(id);
    const found = record && (await lookUp(api, record, signal));
    if (this.#userId !== userId || signal.aborted) {
      release();
    } else if (record && found?.arrival === 'awaited') {
      const { handle, fingerprint, lastModified } = record;
      const upload = interruptedUpload(record, found.storedBytes);
      const identity = { fingerprint, lastModified };
      if (handle) this.#handles.set(id, handle);
      this.#persisted.set(id, { userId, release, identity, state: recordedState(upload) });
      engine.adopt(upload);
    } else {
      await journal.remove(id);
      release();
      if (record && found?.arrival === 'arrived') engine.adopt(arrivedUpload(record));
    }
  }
}
