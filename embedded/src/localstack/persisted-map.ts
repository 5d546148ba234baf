/** One JSON file that holds a few named values as a whole. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissing } from '../s3/store/is-missing.ts';

export class PersistedMap<Value> {
  readonly #path: string;
  readonly state: Map<string, Value>;
  #lastWrite: Promise<void> = Promise.resolve();

  private constructor(path: string, state: Map<string, Value>) {
    this.#path = path;
    this.state = state;
  }

  static async open<Kept>(path: string): Promise<PersistedMap<Kept>> {
    await mkdir(dirname(path), { recursive: true });
    try {
      const kept = JSON.parse(await readFile(path, 'utf8')) as Record<string, Kept>;
      return new PersistedMap(path, new Map(Object.entries(kept)));
    } catch (error) {
      if (isMissing(error)) return new PersistedMap(path, new Map<string, Kept>());
      throw error;
    }
  }

  /** Resolves once everything that is true now is on disk. */
  async write(): Promise<void> {
    const written = this.#lastWrite.then(async () => {
      await writeFile(`${this.#path}.new`, JSON.stringify(Object.fromEntries(this.state)));
      await rename(`${this.#path}.new`, this.#path);
    });
    this.#lastWrite = written.catch(() => undefined);
    await written;
  }
}
