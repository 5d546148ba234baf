import { join } from 'node:path';
import { DataFiles } from './data-files.ts';
import { isMissing } from './is-missing.ts';
import { Journal } from './journal.ts';
import type { Change, ObjectRecord } from './records.ts';
import type { SortedKeys } from './sorted-keys.ts';
import { StoreState } from './store-state.ts';
import type { OpenUpload } from './store-state.ts';

/**
 * Objects and multipart uploads on disk: data files, and a journal that says what they are. Bytes come first and
 * their journal line last, so that an object is either whole or not there. One process at a time owns a folder.
 */
export class ObjectStore {
  readonly files: DataFiles;
  readonly #state: StoreState;
  readonly #journal: Journal;
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(files: DataFiles, state: StoreState, journal: Journal) {
    this.files = files;
    this.#state = state;
    this.#journal = journal;
  }

  static async open(dataDir: string, buckets: readonly string[]): Promise<ObjectStore> {
    const files = await DataFiles.open(join(dataDir, 'data'));
    const journalPath = join(dataDir, 'journal.jsonl');
    const state = new StoreState(buckets);
    for (const change of await Journal.read(journalPath)) state.apply(change);
    await dropTorn(state, files);
    const journal = await Journal.begin(journalPath, state.changes());
    await files.removeAllBut(state.segments());
    return new ObjectStore(files, state, journal);
  }

  find(bucket: string, key: string): ObjectRecord | undefined {
    return this.#state.find(bucket, key);
  }

  keys(bucket: string): SortedKeys {
    return this.#state.keys(bucket);
  }

  findUpload(id: string): OpenUpload | undefined {
    return this.#state.uploads.get(id);
  }

  uploads(): Iterable<OpenUpload> {
    return this.#state.uploads.values();
  }

  /**
   * Decides and changes as one step: `decide` sees the state with no other change under way, and returns the change
   * or throws. All changes stand in one queue, since they end in one journal anyway.
   */
  async change(decide: () => Change | undefined): Promise<void> {
    const changed = this.#lastChange.then(async () => {
      const change = decide();
      if (change === undefined) return [];
      await this.#journal.append(change);
      return this.#state.apply(change);
    });
    this.#lastChange = changed.catch(() => undefined);
    await this.files.remove(await changed);
  }

  /**
   * Works on an object's files, which `work` must open or link before it does anything else. It runs again if the
   * object is replaced or deleted before that; with undefined if there is none.
   */
  async withObject<Result>(
    bucket: string,
    key: string,
    work: (object: ObjectRecord | undefined) => Promise<Result>,
  ): Promise<Result> {
    for (;;) {
      const object = this.find(bucket, key);
      try {
        return await work(object);
      } catch (error) {
        if (!isMissing(error) || this.find(bucket, key) === object) throw error;
      }
    }
  }

  async close(): Promise<void> {
    await this.#lastChange;
    await this.#journal.close();
  }
}

/** Only a loss of power tears a file that the journal names; what remains of it is no object. */
async function dropTorn(state: StoreState, files: DataFiles): Promise<void> {
  const torn = await files.findTorn(state.segments());
  if (torn.size === 0) return;
  for (const change of [...state.changes()]) {
    if (change.type === 'object-stored' && change.object.segments.some((segment) => torn.has(segment))) {
      const { bucket, key } = change.object;
      state.apply({ type: 'object-deleted', bucket, key });
    }
    if (change.type === 'part-stored' && torn.has(change.part)) {
      state.apply({ type: 'upload-aborted', upload: change.upload });
    }
  }
}
