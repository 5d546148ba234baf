import { reopen, type ChosenFile } from './file-handles.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { UploadEngine } from './upload-engine.ts';
import type { UploadPersistence } from './upload-persistence.ts';
import { lacksFile, type Upload } from './upload-state.ts';

/** Brings files to uploads: new ones begin, and interrupted ones get the file back that they lack, and no other. */
export class UploadFiles {
  readonly #engine: UploadEngine;
  readonly #persistence: UploadPersistence;

  constructor(engine: UploadEngine, persistence: UploadPersistence) {
    this.#engine = engine;
    this.#persistence = persistence;
  }

  /** Adds files that were chosen; one that an interrupted upload lacks goes to that. */
  add(chosen: readonly ChosenFile[]): void {
    const lacking = this.#engine.uploads.get().filter(lacksFile);
    const mayBeKnown = ({ file }: ChosenFile) => lacking.some(({ size }) => size === file.size);
    this.#begin(chosen.filter((each) => !mayBeKnown(each)));
    for (const each of chosen.filter(mayBeKnown)) void this.#give(each, lacking);
  }

  /** Resumes an upload whose file can be opened again; needs a click. */
  async reopen(id: string): Promise<void> {
    const handle = this.#persistence.handleOf(id);
    if (!handle) return;
    const file = await reopen(handle);
    if (!file) this.#engine.miss(id, 'file-unreachable');
    // The fingerprint does not see every edit; the file's date does.
    else if (file.lastModified !== this.#persistence.identityOf(id)?.lastModified)
      this.#engine.miss(id, 'file-changed');
    else await this.pick(id, file);
  }

  /** Resumes an upload if this is its file. */
  async pick(id: string, file: File): Promise<void> {
    if (await this.#isFileOf(id, file)) this.#engine.provide(id, file);
    else this.#engine.miss(id, 'another-file');
  }

  #begin(chosen: readonly ChosenFile[]): void {
    if (chosen.length === 0) return;
    const ids = this.#engine.add(chosen.map(({ file }) => file));
    for (const [index, { handle }] of chosen.entries()) {
      const id = ids[index];
      if (id !== undefined && handle) this.#persistence.storeHandle(id, handle);
    }
  }

  async #give(chosen: ChosenFile, lacking: readonly Upload[]): Promise<void> {
    for (const { id } of lacking) {
      if (await this.#isFileOf(id, chosen.file)) {
        this.#engine.provide(id, chosen.file);
        return;
      }
    }
    this.#begin([chosen]);
  }

  async #isFileOf(id: string, file: File): Promise<boolean> {
    const upload = this.#engine.uploads.get().find((each) => each.id === id);
    const fingerprint = this.#persistence.identityOf(id)?.fingerprint;
    if (upload?.size !== file.size || fingerprint === undefined) return false;
    return (await fingerprintOf(file).catch(() => null)) === fingerprint;
  }
}
