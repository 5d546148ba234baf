import { open, readFile, rename, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { isMissing } from './is-missing.ts';
import type { Change } from './records.ts';

/**
 * One line of JSON for each change. A line that was torn by a crash was never acknowledged and does not count.
 * Changes survive the death of the process; the file is not synced, so a loss of power may cost the last of them.
 */
export class Journal {
  readonly #file: FileHandle;
  #length: number;

  private constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.#length = length;
  }

  static async read(path: string): Promise<Change[]> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return '';
      throw error;
    });
    const complete = text.slice(0, text.lastIndexOf('\n') + 1);
    return complete
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Change);
  }

  /** Begins a journal that holds these changes, in place of the one at the path. */
  static async begin(path: string, changes: Iterable<Change>): Promise<Journal> {
    const text = Array.from(changes, (change) => `${JSON.stringify(change)}\n`).join('');
    const fresh = `${path}.new`;
    await writeFile(fresh, text);
    await rename(fresh, path);
    return new Journal(await open(path, 'r+'), Buffer.byteLength(text));
  }

  /**
   * To be called again only after the last call has settled. A write that fails half way, on a full disk for one,
   * leaves no half line behind.
   */
  async append(change: Change): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(change)}\n`);
    try {
      for (let written = 0; written < line.length;) {
        const rest = line.length - written;
        written += (await this.#file.write(line, written, rest, this.#length + written)).bytesWritten;
      }
    } catch (error) {
      await this.#file.truncate(this.#length);
      throw error;
    }
    this.#length += line.length;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
